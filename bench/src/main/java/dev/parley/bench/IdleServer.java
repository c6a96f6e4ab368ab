package dev.parley.bench;

import com.sun.management.UnixOperatingSystemMXBean;

import dev.parley.Server;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What a connection costs a server while nobody calls: `heap` and `direct` memory in bytes and their sum `memory`,
/// from before the connections are opened to after each of them has made one call, both times after a garbage
/// collection. The clients are in another process (see [IdleClients]). The kernel's memory is not counted.
final class IdleServer implements Subject {
    private static final int SPARE_FILES = 300;
    private static final int WARM_UP = 200;
    private static final int PATIENCE_SECONDS = 20;

    private final Server server;
    private final int connections;

    /// @param most how many connections to open, unless the process may not have so many open files
    IdleServer(int most) throws IOException {
        server = Server.builder().service(new NotesService()).listen(Net.UNIX.url()).start();
        long files =
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
                        ? os.getMaxFileDescriptorCount() - SPARE_FILES
                        : most;
        connections = (int) Math.min(most, files);
    }

    @Override
    public void warmUp(double seconds) throws Exception {
        open(Math.min(WARM_UP, connections));
    }

    @Override
    public Map<String, Double> measure(double seconds) throws Exception {
        return open(connections);
    }

    private Map<String, Double> open(int count) throws Exception {
        awaitNone();
        Used before = Used.now();
        Process clients =
                new ProcessBuilder(
                                Fork.command(
                                        IdleClients.FLAGS,
                                        IdleClients.class,
                                        server.urls().getFirst().toString(),
                                        Integer.toString(count)))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader in = clients.inputReader()) {
            String said = String.valueOf(in.readLine());
            Call.require(said.equals(IdleClients.READY), count + " clients", said);
            Call.require(server.connections() == count, count + " connections", server.connections());
            Used after = Used.now();
            double heap = (double) (after.heap - before.heap) / count;
            double direct = (double) (after.direct - before.direct) / count;
            return Map.of("heap", heap, "direct", direct, "memory", heap + direct, "connections", (double) count);
        } finally {
            clients.destroyForcibly().waitFor();
        }
    }

    private void awaitNone() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (server.connections() > 0) {
            Call.require(System.nanoTime() < end, "connections long after the clients' end", server.connections());
            Thread.sleep(10);
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private record Used(long heap, long direct) {
        static Used now() {
            for (int i = 0; i < 3; i++) {
                System.gc(); // the second one frees what references and cleaners held
            }
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            List<BufferPoolMXBean> pools = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
            long direct = pools.stream().mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
            return new Used(heap, direct);
        }
    }
}
