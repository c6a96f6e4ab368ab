package dev.parley.cli;

import dev.parley.Client;
import dev.parley.model.ServiceDescriptor;

import java.util.List;

/// Prints services as a document.
final class Describing {
    private final Console console;
    private final Options options;
    private final String format;

    Describing(Console console, Options options) {
        this.console = console;
        this.options = options;
        String given = options.text("--format");
        format = given == null ? "json" : given;
    }

    void run() {
        if (!DescribeWord.FORMATS.contains(format)) {
            throw Failures.usage(
                    "--format: got \""
                            + format
                            + "\" (expected one of: "
                            + String.join(", ", DescribeWord.FORMATS)
                            + ")");
        } else if (options.words.size() > 1) {
            throw Failures.usage(
                    "parley describe: got \"" + options.words.get(1) + "\" (expected one service, or none for all)");
        }
        Connection connection = new Connection(console, options);
        List<?> described;
        try (Connection.Lease lease = connection.lease()) {
            Client client = lease.client();
            Metadata metadata =
                    new Metadata(
                            connection.asking(client),
                            MetadataCache.of(console).entry(connection.url()),
                            connection.describes());
            described =
                    options.words.isEmpty()
                            ? metadata.describedServices()
                            : List.of(metadata.described(options.words.getFirst()));
        }
        List<ServiceDescriptor> services = Metadata.sorted(described);
        switch (format) {
            case "openrpc" -> json(Documents.openRpc(services, connection.url()));
            case "jsonschema" -> json(Documents.jsonSchema(services));
            case "java" -> text(java(services));
            case "typescript" -> text(new TypeScriptSource(services).text());
            default -> json(options.words.isEmpty() ? described : described.getFirst());
        }
    }

    private void json(Object document) {
        console.line(JsonText.pretty(document, console.width(), console.hasColours()));
    }

    /// Of several interfaces in one file none is public, so that the file may have any name.
    private static String java(List<ServiceDescriptor> services) {
        String modifier = services.size() == 1 ? "public " : "";
        StringBuilder text = new StringBuilder(JavaSource.IMPORTS);
        services.forEach(service -> text.append('\n').append(new JavaSource(service).text(modifier)));
        return text.toString();
    }

    private void text(String text) {
        console.print(text);
        console.flush();
    }
}
