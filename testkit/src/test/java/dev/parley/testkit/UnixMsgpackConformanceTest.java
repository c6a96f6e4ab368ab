package dev.parley.testkit;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class UnixMsgpackConformanceTest extends ConformanceSuite {
    @TempDir
    Path folder;

    @Override
    protected String url() {
        return "unix://" + folder.resolve("s");
    }

}
