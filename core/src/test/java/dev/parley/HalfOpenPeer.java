package dev.parley;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// A program that serves or calls and says what happens to it, a line each. Ends with its standard input.
final class HalfOpenPeer {
    private static final Limits QUICK = Limits.DEFAULT.withKeepalive(Duration.ofMillis(500), Duration.ofMillis(500));

    private HalfOpenPeer() {}

    @Service("waiting")
    static class Waiting {
        @Command
        void here() throws InterruptedException {
            say("handler runs");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                say("handler interrupted");
                throw e;
            }
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /// Whoever reads our lines must not wait for ever.
    private static void giveUpLater() {
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        Thread.sleep(Duration.ofSeconds(60));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    say("nothing happened for 60 s");
                    Runtime.getRuntime().halt(1);
                });
    }

    /// @param args `serve` or `call`, and the URL
    public static void main(String[] args) throws Exception {
        giveUpLater();
        CallListener listener =
                new CallListener() {
                    @Override
                    public void disconnected(Peer peer, String why) {
                        say("lost: " + why);
                    }
                };
        if (args[0].equals("serve")) {
            Server.builder()
                    .service(new Waiting())
                    .limits(QUICK)
                    .listener(listener)
                    .insecure(true)
                    .listen(args[1])
                    .start();
            say("listening");
        } else {
            Client client =
                    Client.builder(args[1])
                            .limits(QUICK)
                            .listener(listener)
                            .retries(false)
                            .timeout(Duration.ZERO)
                            .connect();
            try {
                client.service("waiting").call("here");
            } catch (RpcException e) {
                say("call failed: " + e.code() + ", may have run: " + e.mayHaveRun());
            }
        }
        System.in.transferTo(System.err);
        System.exit(0);
    }
}
