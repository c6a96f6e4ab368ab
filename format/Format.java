import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/// Lays out every Java file below a folder with google-java-format: `check` names those that differ and fails,
/// `apply` rewrites them. Run by `format/pom.xml`, from source.
class Format {

    private static final List<String> STYLE = List.of("--aosp", "--max-line-length=120", "--skip-javadoc-formatting");

    public static void main(String[] args) throws IOException {
        boolean check = args[0].equals("check");
        var command = new ArrayList<>(STYLE);
        command.addAll(check ? List.of("--dry-run", "--set-exit-if-changed") : List.of("--replace"));
        sources(Path.of(args[1])).forEach(command::add);

        var formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
        int status =
                formatter.run(
                        new PrintWriter(System.out, true),
                        new PrintWriter(System.err, true),
                        command.toArray(String[]::new));
        if (check && status != 0)
            System.err.println("The files above are not laid out as bin/format does it: run bin/format");
        System.exit(status);
    }

    private static List<String> sources(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !isGenerated(root.relativize(file)))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }

    /// Whether the path goes through a build folder or a hidden one.
    private static boolean isGenerated(Path path) {
        for (Path part : path) {
            if (part.startsWith("target") || part.toString().startsWith(".")) return true;
        }
        return false;
    }
}
