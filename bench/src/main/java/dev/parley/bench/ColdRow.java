package dev.parley.bench;

import dev.parley.Server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `./parley notes add milk` against a server that runs (in this process), and `./parley --version`: the whole time
/// from the start of the process to its end, against a JVM that says hello. All with the files in memory.
final class ColdRow implements Row {
    /// The system property with the folder of the sources, where `./parley` is.
    static final String ROOT = "parley.root";

    private static final String CALL = "parley notes add milk";
    private static final String VERSION = "parley --version";
    private static final String BARE = "bare JVM";

    @Override
    public String name() {
        return "cold";
    }

    @Override
    public String title() {
        return "cold process";
    }

    @Override
    public List<Contender> contenders(Plan plan) {
        return List.of(
                Contender.here(CALL, ColdRow::call),
                Contender.here(VERSION, () -> new Launch(List.of(parley(), "--version"), ".*[0-9].*")),
                Contender.here(BARE, ColdRow::bare));
    }

    private static Subject call() throws Exception {
        String parley = parley();
        Server server = Server.builder().service(new NotesService()).listen(Net.UNIX.url()).start();
        String url = server.urls().getFirst().toString();
        return new Launch(List.of(parley, "-u", url, "notes", "add", "milk"), "[0-9]+", server::close);
    }

    /// The command, once it has shown that it works; this has it built where need be.
    private static String parley() throws Unavailable, InterruptedException {
        String root = System.getProperty(ROOT);
        if (root == null || !Files.isExecutable(Path.of(root, "parley"))) {
            throw new Unavailable("no ./parley (bench/run sets -D" + ROOT + ")");
        }
        String parley = Path.of(root, "parley").toString();
        try {
            new Launch(List.of(parley, "--version"), "(?s).*").measure(0);
        } catch (IOException | IllegalStateException e) {
            throw new Unavailable(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        return parley;
    }

    private static Subject bare() throws Exception {
        Path classes = Path.of(Hello.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new Launch(List.of(java, "-Xshare:auto", "-cp", classes.toString(), Hello.class.getName()), "hello");
    }

    @Override
    public int rounds(Plan plan) {
        return plan.launches;
    }

    @Override
    public List<Line> lines(Results results) {
        Sample bare = results.of(BARE, "time");
        return List.of(
                new Line(title() + ", " + CALL, results.of(CALL, "time"), bare, Unit.MILLIS, Goal.atMost(6)),
                new Line(title() + ", " + VERSION, results.of(VERSION, "time"), bare, Unit.MILLIS, Goal.atMost(3.2)));
    }
}
