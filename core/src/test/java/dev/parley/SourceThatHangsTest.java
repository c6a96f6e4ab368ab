package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;

/// A stream of arguments whose source cannot be interrupted: a read of a pipe by a virtual thread ends when something comes.
@Timeout(60)
class SourceThatHangsTest {
    static final class Bytes {
        @Command
        int refuse(InputStream bytes) throws InterruptedException {
            Thread.sleep(200); // by then, the caller reads; else there is nothing to be seen
            throw new IllegalStateException("no bytes today");
        }

        @Command
        void sleep(InputStream bytes) throws InterruptedException {
            Thread.sleep(120_000);
        }

        @Command
        int size(byte[] bytes) {
            return bytes.length;
        }
    }

    @TempDir private Path folder;

    @Test
    void holdsUpNeitherTheLoopNorTheClock() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        String url = "unix://" + folder.resolve("s");
        try (RandomAccessFile other = new RandomAccessFile(pipe.toFile(), "rw");
                Server _ = Server.builder().service("bytes", new Bytes()).listen(url).start();
                Client client = Client.connect(url)) {
            RemoteService bytes = client.service("bytes");
            Client brief = client.withTimeout(Duration.ofMillis(200));
            try {
                refused(bytes, pipe, "no bytes today");
                assertThat(bytes.call("size", new byte[3])).isEqualTo(3L);

                for (int i = 0; i < 2; i++) { // the second needs the clock that the first has woken
                    assertThatThrownBy(() -> brief.service("bytes").call("sleep", open(pipe)))
                            .hasMessageContaining("not finished before the deadline");
                }
            } finally {
                other.write(new byte[10]); // for each of those that read
            }
        }
    }

    private static void refused(RemoteService bytes, Path pipe, String why) {
        assertThatThrownBy(() -> bytes.call("refuse", open(pipe))).hasMessageContaining(why);
    }

    private static InputStream open(Path pipe) throws IOException {
        return Channels.newInputStream(FileChannel.open(pipe)); // that of Files cannot be interrupted
    }
}
