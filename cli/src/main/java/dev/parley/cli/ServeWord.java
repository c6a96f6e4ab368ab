package dev.parley.cli;

import java.util.ArrayList;
import java.util.List;

/// Serves Java sources and built-in services.
final class ServeWord extends OwnWord {
    /// Those that say where and for whom a server listens.
    static final List<Option> LISTENING =
            List.of(
                    Option.of(
                                    "--url",
                                    "URL",
                                    "where to listen, such as tcp://127.0.0.1:12321 (the default), tcp://127.0.0.1:0,"
                                            + " tls://localhost:12321, unix:///tmp/notes.sock; several are possible")
                            .orAs("-u"),
                    Option.of("--name", "NAME", "the same as --url local://NAME: parley ps lists the server"),
                    Option.of(
                            TlsOptions.CERTIFICATE,
                            "FILE",
                            "the server's certificate for tls:// (PEM), and the further ones up to its authority"),
                    Option.of(
                            TlsOptions.KEY,
                            "FILE",
                            "its key (PEM, PKCS#8); both files are read again when they change"),
                    Option.of(
                            TlsOptions.CLIENT_AUTHORITY,
                            "FILE",
                            "only clients with certificates of this authority may connect by tls://, and are known by"
                                    + " them"),
                    Option.of(
                            "--token-file",
                            "FILE",
                            "only callers with a token of this file, which has lines of TOKEN NAME [ROLE]…, or with"
                                    + " such a certificate"),
                    Option.flag("--insecure", "allows a URL that other machines or users can reach"),
                    Option.of("--codec", "NAME", "takes no other codec: msgpack or json; several are possible"),
                    Option.of(
                            "--wire",
                            "NAME",
                            "also takes clients of another protocol, such as snekrpc, or all; several are possible"),
                    Option.of("--max-sessions", "N", "how many connections may use the services at once; others wait"),
                    Option.flag("--traces", "tells callers the stack traces of unexpected failures"));

    private static final List<Option> OPTIONS = new ArrayList<>();

    static {
        OPTIONS.add(
                Option.argument(
                        "WHAT",
                        "a .java file, a folder of them, a .jar file, a class of --classpath, health, or file"));
        OPTIONS.add(Option.argument("WHAT:NAME", "a class, health or file under another name, such as file:docs"));
        OPTIONS.add(Option.of("--NAME.PARAMETER", "VALUE", "what the constructor of the service NAME takes"));
        OPTIONS.add(Option.of("--classpath", "PATH", "jars and folders that sources and classes need, with : between"));
        OPTIONS.add(Option.flag("--watch", "serves sources anew when they change; connections stay"));
        OPTIONS.addAll(LISTENING);
    }

    ServeWord() {
        super("serve", "WHAT… [OPTION…]", "serves Java sources, classes, files");
    }

    @Override
    String doc() {
        return """
        Serves every class with @Service or @Command methods of Java sources, which are compiled in memory, and of jars; \
        Javadoc is the help text. The service health is there unless it is given another name, or one of yours has its; file only when it is named.

        What the constructor of a service takes are options: parley serve file:docs --docs.root /srv/docs. Of several \
        constructors it is the one without parameters, else the longest; public ones go first. \
        parley serve WHAT… --help shows them.

        Ctrl-C and SIGTERM end it in order: with exit status 130 and 143.\
        """;
    }

    @Override
    List<Option> options() {
        return OPTIONS;
    }

    @Override
    boolean callsServer() {
        return false;
    }

    @Override
    boolean serves() {
        return true;
    }

    @Override
    boolean keeps(String option) {
        return ServeLine.isOfService(option) || Character.isDigit(option.charAt(1)); // the value of one
    }

    @Override
    void complete(Completion completion, Options options) {
        for (ServedService service : ServeLine.builtIn(options.words)) {
            for (String[] row : service.rows()) {
                completion.add(row[0].replaceFirst(" .*", ""), row[1]);
            }
        }
        if (!completion.typed().startsWith("-")) {
            ServeLine.BUILT_IN.keySet().forEach(each -> completion.add(each, ""));
            completion.addFiles();
        }
    }

    @Override
    int run(Console console, Options options) {
        return new Serving(console, options).run();
    }

    /// Of what is named on the line, if there is anything.
    @Override
    void help(Console console, Options options) {
        if (options.words.isEmpty()) {
            super.help(console, options);
            return;
        }
        int width = console.width();
        List<String[]> rows = new ArrayList<>();
        ServeLine line = new ServeLine(console, options);
        List<ServedService> services = line.read();
        StringBuilder usage = new StringBuilder("parley serve ").append(String.join(" ", line.what()));
        for (ServedService service : services) {
            usage.append(service.synopsis());
            rows.addAll(service.rows());
            String doc = service.describe().doc();
            console.print(service.name() + (doc.isEmpty() ? "" : ": " + Layout.firstSentence(doc)) + "\n");
        }
        console.print("\n" + Layout.wrapped(usage.toString(), 0, 4, width) + "\n");
        console.print(rows.isEmpty() ? "" : "\n" + Layout.columns(rows, 2, width));
        console.print("\nThe other options: parley serve --help\n");
        console.flush();
    }
}
