package dev.parley.testkit;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class SnekUnixJsonConformanceTest extends SnekConformance {
    @TempDir Path folder;

    private int started;

    @Override
    protected String url() {
        return "snekrpc+unix://" + folder.resolve("s" + ++started);
    }

    @Override
    String speaks() {
        return "json";
    }
}
