package dev.parley.testkit;

class SnekTcpMsgpackConformanceTest extends SnekConformance {
    @Override
    protected String url() {
        return "snekrpc+tcp://127.0.0.1:0";
    }

    @Override
    String speaks() {
        return "msgpack";
    }
}
