package dev.parley.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Map;
import java.util.stream.Collectors;

/// The main class of a JVM that [Fork] starts for one contender: measures when it is told to, until its input ends.
final class Worker {
    /// What it is told to do; followed by seconds.
    static final char WARM_UP = 'w';

    static final char MEASURE = 'm';

    /// What it answers; followed by figures, or a reason.
    static final String DONE = "done ";

    static final String UNAVAILABLE = "unavailable ";
    private static final String FAILED = "failed: ";

    private final PrintStream out;

    private Worker(PrintStream out) {
        this.out = out;
    }

    /// @param args names of the row, the contender and the plan
    public static void main(String[] args) {
        Worker worker = new Worker(System.out);
        System.setOut(System.err); // for libraries that talk
        try {
            Row row = Rows.named(args[0]);
            Contender contender =
                    row.contenders(Plan.valueOf(args[2])).stream()
                            .filter(c -> c.name().equals(args[1]))
                            .findFirst()
                            .orElseThrow();
            Allocated.calibrate();
            worker.serve(contender);
        } catch (Unavailable e) {
            worker.say(UNAVAILABLE, e.why());
        } catch (Throwable e) {
            e.printStackTrace();
            worker.say(FAILED, e.toString() + (e.getCause() == null ? "" : ": " + e.getCause()));
        }
        System.exit(0); // whatever threads are left
    }

    private void serve(Contender contender) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        try (Subject subject = contender.maker().make()) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                double seconds = Double.parseDouble(line.substring(1));
                if (line.charAt(0) == WARM_UP) {
                    subject.warmUp(seconds);
                    say(DONE, "");
                } else {
                    say(DONE, text(subject.measure(seconds)));
                }
            }
        }
    }

    private static String text(Map<String, Double> figures) {
        return figures.entrySet().stream()
                .map(figure -> figure.getKey() + "=" + figure.getValue())
                .collect(Collectors.joining(" "));
    }

    private void say(String kind, String text) {
        out.println(kind + text.replace('\n', ' '));
        out.flush();
    }
}
