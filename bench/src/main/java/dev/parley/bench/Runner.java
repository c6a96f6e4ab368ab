package dev.parley.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Measures rows.
final class Runner {
    private final Plan plan;
    private final Consumer<String> progress;

    Runner(Plan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /// Opens all contenders, warms each up, measures them by turns, closes them. Only one of them runs at a time.
    Outcome run(Row row) {
        progress.accept(row.name() + ": " + row.title());
        List<Subject> subjects = new ArrayList<>();
        try {
            return Outcome.of(row, row.lines(measure(row, subjects)));
        } catch (Unavailable e) {
            progress.accept("  not available: " + e.why());
            return Outcome.unavailable(row, e.why());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.broken(row, "interrupted");
        } catch (Exception e) {
            progress.accept("  BROKEN: " + e);
            return Outcome.broken(row, String.valueOf(e.getMessage()));
        } finally {
            subjects.forEach(Subject::close);
        }
    }

    private Results measure(Row row, List<Subject> subjects) throws Exception {
        List<Contender> contenders = row.contenders(plan);
        for (Contender contender : contenders) {
            progress.accept("  warming up " + contender.name());
            Subject subject = contender.open(row, plan);
            subjects.add(subject);
            subject.warmUp(contender.forked() ? row.warmUp(plan) : 0);
        }
        Results results = new Results();
        for (int round = 1; round <= row.rounds(plan); round++) {
            progress.accept("  round " + round + " of " + row.rounds(plan));
            for (int i = 0; i < contenders.size(); i++) {
                results.add(contenders.get(i), subjects.get(i).measure(plan.round));
            }
        }
        return results;
    }
}
