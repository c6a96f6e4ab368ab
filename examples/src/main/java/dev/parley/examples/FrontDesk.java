package dev.parley.examples;

import dev.parley.Client;
import dev.parley.Command;
import dev.parley.MaxConcurrent;
import dev.parley.Server;
import dev.parley.Service;
import dev.parley.services.FileService;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// What a house shows to the street: files to be read, a box for those that are brought, and a copier that stands in a back
/// room, which is a server of its own. Both are called by their names on this machine.
///
/// ```console
/// $ mkdir /tmp/inbox
/// $ java -cp 'dist/target/parley/lib/*' dev.parley.examples.FrontDesk docs /tmp/inbox &
/// $ ./parley ps
/// $ ./parley --name front-desk docs paths -p 'adding*'
/// adding-a-transport.md
/// adding-a-codec.md
/// $ ./parley --name front-desk inbox upload README.md README.md
/// README.md
/// $ printf 'one\ntwo\n' | ./parley --name front-desk copier copy -
/// copy 1: one
/// copy 2: two
/// ```
public final class FrontDesk implements AutoCloseable {
    /// A copier, on which one job runs at a time, while up to two wait.
    @Service("copier")
    public static final class CopierService {
        private final AtomicInteger copies = new AtomicInteger();

        /// Copies pages, each as it comes.
        @Command
        @MaxConcurrent(value = 1, queue = 2)
        Stream<String> copy(Stream<String> pages) {
            return pages.map(page -> "copy " + copies.incrementAndGet() + ": " + page);
        }
    }

    private static final long MOST_BYTES = 100 << 20;

    private final Server back;
    private final Client toBack;
    private final Server front;

    /// @param name what the front is called by on this machine; the back room is `NAME-back`
    /// @param docs a folder, which is served and not changed
    /// @param inbox a folder that callers may also write to, until there are 100 MiB in it
    public FrontDesk(String name, Path docs, Path inbox) {
        String room = "local://" + name + "-back";
        back = Server.builder().service(new CopierService()).listen(room).start();
        toBack = Client.builder(room).build(); // connects for the first call, and again whenever that is needed
        front =
                Server.builder()
                        .remote("copier", toBack)
                        .service("docs", new FileService(docs))
                        .service("inbox", new FileService(inbox, true, MOST_BYTES))
                        .listen("local://" + name)
                        .start();
    }

    @Override
    public void close() {
        front.close();
        toBack.close();
        back.close();
    }

    static void main(String[] folders) throws InterruptedException {
        try (FrontDesk desk = new FrontDesk("front-desk", Path.of(folders[0]), Path.of(folders[1]))) {
            desk.front.join();
        }
    }
}
