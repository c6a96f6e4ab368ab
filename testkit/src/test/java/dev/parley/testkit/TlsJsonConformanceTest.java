package dev.parley.testkit;

class TlsJsonConformanceTest extends TlsMsgpackConformanceTest {
    @Override
    protected String codec() {
        return "json";
    }
}
