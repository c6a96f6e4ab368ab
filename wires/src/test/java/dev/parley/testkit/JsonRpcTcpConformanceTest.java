package dev.parley.testkit;

class JsonRpcTcpConformanceTest extends JsonRpcConformance {
    @Override
    protected String url() {
        return "jsonrpc+tcp://127.0.0.1:0";
    }
}
