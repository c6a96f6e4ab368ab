package dev.parley.bench;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// What `bench/run` was asked to do.
///
/// @param only finds the rows to measure by their names
record Options(Plan plan, Pattern only, boolean list, boolean help, boolean markdown) {
    static final String HELP =
            """
            usage: bench/run [options]
            Measures Parley beside raw sockets, grpc-java, rsocket-java and Jackson, and prints a table.

              --quick         some five minutes, rougher; without it, longer
              --only PATTERN  only rows whose name has a match of this regular expression
              --list          the rows and their names
              --markdown      the table in Markdown, with a description of the machine
              --help          this

            Exit code 0 also when a goal is missed; 1 when something does not work; 2 for options that do not exist.\
            """;

    /// @throws IllegalArgumentException for what cannot be understood
    static Options parse(String... arguments) {
        Plan plan = Plan.FULL;
        Pattern only = Pattern.compile("");
        boolean list = false;
        boolean help = false;
        boolean markdown = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> plan = Plan.QUICK;
                case "--list" -> list = true;
                case "--help", "-h" -> help = true;
                case "--markdown" -> markdown = true;
                case "--only" -> only = pattern(++i < arguments.length ? arguments[i] : "");
                default ->
                        throw new IllegalArgumentException(
                                "option " + arguments[i] + " is not known (see bench/run --help)");
            }
        }
        return new Options(plan, only, list, help, markdown);
    }

    private static Pattern pattern(String text) {
        try {
            Pattern pattern = Pattern.compile(text);
            if (Rows.ALL.stream().noneMatch(row -> pattern.matcher(row.name()).find())) {
                throw new IllegalArgumentException(
                        "--only: no row has a name like \""
                                + text
                                + "\" (expected one of: "
                                + String.join(", ", Rows.ALL.stream().map(Row::name).toList())
                                + ")");
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("--only: got \"" + text + "\" (expected a regular expression)", e);
        }
    }

    List<Row> rows() {
        return Rows.ALL.stream().filter(row -> only.matcher(row.name()).find()).toList();
    }
}
