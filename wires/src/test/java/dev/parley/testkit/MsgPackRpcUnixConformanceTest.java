package dev.parley.testkit;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class MsgPackRpcUnixConformanceTest extends MsgPackRpcConformance {
    @TempDir Path folder;

    private int started;

    @Override
    protected String url() {
        return "msgpackrpc+unix://" + folder.resolve("s" + ++started);
    }
}
