package dev.parley.testkit;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class JsonRpcUnixConformanceTest extends JsonRpcConformance {
    @TempDir Path folder;

    private int started;

    @Override
    protected String url() {
        return "jsonrpc+unix://" + folder.resolve("s" + ++started);
    }
}
