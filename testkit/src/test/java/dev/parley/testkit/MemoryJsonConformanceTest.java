package dev.parley.testkit;

import java.util.concurrent.atomic.AtomicInteger;

class MemoryJsonConformanceTest extends ConformanceSuite {
    private static final AtomicInteger COUNT = new AtomicInteger();

    @Override
    protected String url() {
        return "memory://json-" + COUNT.incrementAndGet();
    }

    @Override
    protected String codec() {
        return "json";
    }
}
