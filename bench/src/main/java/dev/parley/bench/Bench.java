package dev.parley.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What `bench/run` runs: measures the rows of docs/performance.md and prints them. Progress goes to standard error.
final class Bench {
    private static final int BROKEN = 1;
    private static final int USAGE = 2;

    private Bench() {}

    public static void main(String[] args) {
        try {
            System.exit(run(Options.parse(args)));
        } catch (IllegalArgumentException e) {
            System.err.println("bench/run: " + e.getMessage());
            System.exit(USAGE);
        }
    }

    private static int run(Options options) {
        if (options.help()) {
            System.out.println(Options.HELP);
            return 0;
        } else if (options.list()) {
            options.rows().forEach(row -> System.out.printf("%-16s%s%n", row.name(), row.title()));
            return 0;
        }
        long start = System.nanoTime();
        double load = Machine.load();
        Runner runner =
                new Runner(
                        options.plan(),
                        text -> System.err.printf("%4d s  %s%n", (System.nanoTime() - start) / 1_000_000_000, text));
        List<Outcome> outcomes = new ArrayList<>();
        options.rows().forEach(row -> outcomes.add(runner.run(row)));
        String took =
                String.format(
                        Locale.ROOT,
                        "%s run in %d s; load average before it: %.1f",
                        options.plan(),
                        (System.nanoTime() - start) / 1_000_000_000,
                        load);
        print(options, outcomes, took);
        return outcomes.stream().anyMatch(Outcome::broken) ? BROKEN : 0;
    }

    private static void print(Options options, List<Outcome> outcomes, String took) {
        Table table = new Table(outcomes);
        List<String> machine = new ArrayList<>(Machine.description());
        machine.add(took);
        if (options.markdown()) {
            System.out.println(
                    table.markdown()
                            + "\n\n"
                            + machine.stream().map(line -> "- " + line).collect(Collectors.joining("\n")));
        } else {
            System.out.println(String.join("\n", machine) + "\n\n" + table.text() + "\n");
            System.out.println(verdict(outcomes));
        }
    }

    private static String verdict(List<Outcome> outcomes) {
        List<Line> lines = outcomes.stream().flatMap(o -> o.lines().stream()).toList();
        long goals = lines.stream().filter(line -> !line.goal().equals(Goal.NONE)).count();
        List<String> missed =
                lines.stream()
                        .filter(Line::isMissed)
                        .map(line -> "\n- " + line.what() + " (" + line.peer().contender() + ")")
                        .toList();
        return "%d of %d goals are missed%s".formatted(missed.size(), goals, String.join("", missed));
    }
}
