package dev.parley.testkit;

import dev.parley.Tls;

class TlsMsgpackConformanceTest extends ConformanceSuite {
    @Override
    protected String url() {
        return "tls://127.0.0.1:0";
    }

    @Override
    protected Tls serverTls() {
        return TestCertificates.SERVER;
    }

    @Override
    protected Tls clientTls() {
        return TestCertificates.CLIENT;
    }
}
