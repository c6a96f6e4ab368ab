package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.CallListener;
import dev.parley.Client;
import dev.parley.Command;
import dev.parley.Peer;
import dev.parley.Server;
import dev.parley.Service;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Handlers that nobody waits for, and that go on when their caller has left, when the server is closed.
@Timeout(60)
class ToldAtTheEndTest {
    private final Semaphore events = new Semaphore(0);
    private final Semaphore interrupted = new Semaphore(0);

    @Service("log")
    final class Log {
        @Command
        void append(String line) throws InterruptedException {
            events.release();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.release();
                throw e;
            }
        }
    }

    private void await(Semaphore event) throws InterruptedException {
        assertThat(event.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @SuppressWarnings("try") // closed within its block on purpose
    void theyAreInterruptedAlsoWhereTheCallerLeavesInThisMoment() throws Exception {
        Semaphore leaving = new Semaphore(0);
        CountDownLatch go = new CountDownLatch(1);
        CallListener slow =
                new CallListener() {
                    @Override
                    public void disconnected(Peer peer, String why) {
                        leaving.release();
                        try {
                            go.await();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    }
                };
        try (Server server =
                Server.builder().service(new Log()).listener(slow).listen("jsonrpc+tcp://127.0.0.1:0").start()) {
            try (Client client = Client.connect(server.urls().getFirst().toString())) {
                client.service("log").tell("append", "milk");
                await(events);
            }
            await(leaving); // its session has ended, and the server has not taken note of that yet
            Thread closing = Thread.startVirtualThread(server::close);
            try {
                await(interrupted);
            } finally {
                go.countDown();
                closing.join();
            }
        }
    }
}
