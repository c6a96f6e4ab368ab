package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Peer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// A link that has been told to wait, when it comes to its end.
@Timeout(30)
class MemoryLinkTest {
    private final Loop loop = new Loop("loop");
    private final MemoryLink here = new MemoryLink(new Peer("there", ""), loop);
    private final MemoryLink there = new MemoryLink(new Peer("here", ""), loop);
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();

    @BeforeEach
    void hold() throws Exception {
        here.join(there);
        there.join(here);
        here.start(
                new Link.Receiver() {
                    @Override
                    public void received(byte[] bytes, int from, int to) {
                        heard.add(to - from + " bytes");
                    }

                    @Override
                    public void writable() {}

                    @Override
                    public void closed(String why) {
                        heard.add("closed");
                        closed.complete(why);
                    }
                });
        here.pause();
        there.write(ByteBuffer.allocate(3));
    }

    private void awaitLoop() throws Exception {
        CompletableFuture<Boolean> reached = new CompletableFuture<>();
        loop.execute(() -> reached.complete(true));
        reached.get();
    }

    @Test
    void itsOwnCloseIsToldAtOnceAndWhatWaitedIsNot() throws Exception {
        here.close("enough");
        assertThat(closed.get()).isEqualTo("enough");
        assertThat(heard).containsExactly("closed");
    }

    @Test
    void soIsOneWithoutAReason() throws Exception {
        here.close("");
        assertThat(closed.get()).isEmpty();
        assertThat(heard).containsExactly("closed");
    }

    @Test
    void soItIsWhereSomebodyWantsToWaitInThisMoment() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        loop.execute(() -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        here.close("enough");
        here.pause();
        go.countDown();
        assertThat(closed.get()).isEqualTo("enough");
    }

    @Test
    void thePeersCloseWaitsBehindWhatItHasSent() throws Exception {
        there.close("gone");
        awaitLoop();
        assertThat(heard).isEmpty();
        here.resume();
        assertThat(closed.get()).isEmpty();
        assertThat(heard).containsExactly("0 bytes", "3 bytes", "closed");
    }
}
