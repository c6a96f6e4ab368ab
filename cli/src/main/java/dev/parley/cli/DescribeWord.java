package dev.parley.cli;

import java.util.List;

/// Shows what a server says of itself as a document.
final class DescribeWord extends OwnWord {
    static final List<String> FORMATS = List.of("json", "openrpc", "jsonschema", "java", "typescript");

    private static final List<Option> OPTIONS =
            Connection.optionsAnd(
                    Option.of(
                            "--format",
                            "FORMAT",
                            "json: what Parley's servers say (the default); openrpc: an OpenRPC document; jsonschema:"
                                    + " JSON Schema of arguments and results; java: an interface for Java clients;"
                                    + " typescript: declarations"));

    DescribeWord() {
        super("describe", "[SERVICE] [OPTION…]", "the services as a document, a Java interface, or TypeScript");
    }

    @Override
    String doc() {
        return "Prints all that a server says of one service, or of all that it lists, for programs and their makers.";
    }

    @Override
    List<Option> options() {
        return OPTIONS;
    }

    @Override
    void complete(Completion completion, Options options) {
        if (options.words.isEmpty()) {
            completion.services(options);
        }
    }

    @Override
    int run(Console console, Options options) {
        new Describing(console, options).run();
        return ExitStatus.DONE;
    }
}
