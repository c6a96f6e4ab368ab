package dev.parley.bench;

import dev.parley.Server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// How large the jar is that a program needs.
final class JarRow implements Row {
    private static final double LIMIT = 400;
    private static final String OURS = "Parley";

    @Override
    public String name() {
        return "jar";
    }

    @Override
    public String title() {
        return "core jar";
    }

    @Override
    public List<Contender> contenders(Plan plan) {
        return List.of(
                Contender.here(
                        OURS,
                        () -> {
                            Path jar =
                                    Path.of(Server.class.getProtectionDomain().getCodeSource().getLocation().toURI());
                            if (!Files.isRegularFile(jar)) {
                                throw new Unavailable("core is not a jar here: " + jar);
                            }
                            double size = Files.size(jar) / 1000.0;
                            return _ -> Map.of("size", size);
                        }));
    }

    @Override
    public int rounds(Plan plan) {
        return 1;
    }

    @Override
    public List<Line> lines(Results results) {
        Goal goal = Goal.atMost(1).withText("≤ 400 KB");
        return List.of(new Line(title(), results.of(OURS, "size"), Sample.constant("limit", LIMIT), Unit.KB, goal));
    }
}
