package dev.parley.testkit;

class TcpMsgpackConformanceTest extends ConformanceSuite {
    @Override
    protected String url() {
        return "tcp://127.0.0.1:0";
    }
}
