package dev.parley.testkit;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class UnixJsonConformanceTest extends ConformanceSuite {
    @TempDir Path folder;

    @Override
    protected String url() {
        return "unix://" + folder.resolve("s");
    }

    @Override
    protected String codec() {
        return "json";
    }
}
