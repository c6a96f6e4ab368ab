package dev.parley.testkit;

class MsgPackRpcTcpConformanceTest extends MsgPackRpcConformance {
    @Override
    protected String url() {
        return "msgpackrpc+tcp://127.0.0.1:0";
    }
}
