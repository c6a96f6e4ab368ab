package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.session.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

@Timeout(60)
class DrainAtExitTest {
    @TempDir Path folder;

    private String url() {
        return "unix://" + folder.resolve("s");
    }

    private Process start(String most) throws IOException {
        return new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ExitingServer.class.getName(),
                        url(),
                        most)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int status(Process process) throws InterruptedException {
        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void sigtermFinishesTheCallsThatRun() throws Exception {
        Process process = start("PT50S");
        try (BufferedReader said = process.inputReader()) {
            assertThat(said.readLine()).isEqualTo("listening");
            try (Client client = Client.builder(url()).retries(false).patience(Duration.ZERO).connect()) {
                CompletableFuture<?> line = client.service("lines").command("next").future().toCompletableFuture();
                assertThat(said.readLine()).isEqualTo("running");
                process.toHandle().destroy(); // and its streams stay open
                Await.until("no more are taken", () -> !folder.resolve("s").toFile().exists());
                process.getOutputStream().write("the last line\n".getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
                assertThat(line.join()).isEqualTo("the last line");
            }
            assertThat(status(process)).isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aCallThatTakesTooLongDoesNotHoldTheProcessUp() throws Exception {
        Process process = start("PT0.1S");
        try (BufferedReader said = process.inputReader()) {
            assertThat(said.readLine()).isEqualTo("listening");
            try (Client client = Client.builder(url()).retries(false).patience(Duration.ZERO).connect()) {
                CompletableFuture<?> forever =
                        client.service("lines").command("forever").future().toCompletableFuture();
                assertThat(said.readLine()).isEqualTo("running");
                process.toHandle().destroy(); // and its streams stay open
                assertThat(said.readLine()).isEqualTo("interrupted");
                assertThatThrownBy(forever::join).hasCauseInstanceOf(RpcException.class);
            }
            assertThat(status(process)).isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aServerThatIsClosedIsForgotten() throws Exception {
        WeakReference<Server> closed = closedServer();
        Await.until(
                "nothing refers to it",
                () -> {
                    System.gc();
                    return closed.get() == null;
                });
    }

    private WeakReference<Server> closedServer() {
        Server server =
                Server.builder()
                        .service(new Ledger())
                        .drainAtExit(Duration.ofSeconds(1))
                        .listen("memory://forgotten")
                        .start();
        server.close();
        return new WeakReference<>(server);
    }

    @Test
    void oneThatCannotStartIsForgottenToo() throws Exception {
        WeakReference<?>[] failed = new WeakReference<?>[1];
        ServerHooks hooks =
                new ServerHooks() {
                    @Override
                    public void started(Server server) {
                        failed[0] = new WeakReference<>(server);
                        throw new IllegalStateException("not today");
                    }
                };
        assertThatThrownBy(() ->
                        Server.builder()
                                .service(new Ledger())
                                .hooks(hooks)
                                .drainAtExit(Duration.ofSeconds(1))
                                .listen("memory://forgotten")
                                .start())
                .hasMessage("not today");
        Await.until(
                "nothing refers to it",
                () -> {
                    System.gc();
                    return failed[0].get() == null;
                });
    }

    @Test
    void aTimeThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> Server.builder().drainAtExit(Duration.ofSeconds(-1)))
                .hasMessage("drainAtExit: got PT-1S (expected zero or more)");
    }
}
