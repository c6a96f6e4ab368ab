package dev.parley.testkit;

import java.util.concurrent.atomic.AtomicInteger;

class MemoryMsgpackConformanceTest extends ConformanceSuite {
    private static final AtomicInteger COUNT = new AtomicInteger();

    @Override
    protected String url() {
        return "memory://msgpack-" + COUNT.incrementAndGet();
    }
}
