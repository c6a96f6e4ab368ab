package dev.parley.testkit;

class TcpJsonConformanceTest extends ConformanceSuite {
    @Override
    protected String url() {
        return "tcp://127.0.0.1:0";
    }

    @Override
    protected String codec() {
        return "json";
    }
}
