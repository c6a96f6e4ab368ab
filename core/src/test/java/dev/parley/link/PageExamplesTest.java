package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.ToolProvider;

/// The examples of `docs/adding-a-transport.md` and `docs/adding-a-codec.md`: compiled as they stand there, found as they
/// say, and used. Each is loaded together with a copy of the core of its own, so that the service loader sees it.
@Timeout(120)
class PageExamplesTest {
    @TempDir Path folder;

    private static String page(String name) throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("docs").resolve(name))) {
            root = root.getParent();
        }
        return Files.readString(root.resolve("docs").resolve(name));
    }

    /// Compiles the page's Java files and one more, registers the service and runs `Try.main`.
    private void run(String page, String service, String provider, String use) throws Exception {
        List<String> files = new ArrayList<>();
        Matcher blocks = Pattern.compile("```java\n// (\\w+\\.java)\n(.*?)```", Pattern.DOTALL).matcher(page(page));
        while (blocks.find()) {
            files.add(write(blocks.group(1), blocks.group(2)));
        }
        assertThat(files).hasSize(1);
        files.add(write("Try.java", use));
        List<String> command = new ArrayList<>(List.of("-parameters", "-proc:none", "-d", folder.toString(), "-cp"));
        command.add(Path.of(core().toURI()).toString());
        command.addAll(files);
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, command.toArray(String[]::new));
        assertThat(status).as("what the compiler says").isZero();
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(service), provider);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL(), core()}, ClassLoader.getPlatformClassLoader())) {
            loader.loadClass("Try").getMethod("run").invoke(null);
        }
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /// Where the core's classes are.
    private static URL core() {
        return Transport.class.getProtectionDomain().getCodeSource().getLocation();
    }

    private static final String NOTES =
            """
            import dev.parley.*;
            import java.math.*;
            import java.time.*;
            import java.util.*;
            import java.util.stream.*;

            public class Try {
                public record Note(String text, int size, double weight, boolean done, List<String> tags,
                        Map<String, Integer> counts, byte[] bytes, Instant at, BigDecimal price, BigInteger big,
                        Optional<String> by) {}

                @Service("notes")
                public static class Notes {
                    @Command Note same(Note note) { return note; }
                    @Command Stream<byte[]> pieces(int count, int size) {
                        return IntStream.range(0, count).mapToObj(i -> new byte[size]);
                    }
                    @Command long lengths(Stream<byte[]> pieces) { return pieces.mapToLong(p -> p.length).sum(); }
                    @Command int fail(String why) { throw new NoSuchElementException(why); }
                }

                interface Remote { Note same(Note note); }

                static void require(boolean holds, Object what) {
                    if (!holds) throw new AssertionError(what);
                }

                static void use(Client client) {
                    Note note = new Note("milk & \\n\\\\honey ü", -7, 1.5, true, List.of("a", ""), Map.of("k", 1),
                            new byte[] {1, -1}, Instant.parse("2026-01-01T10:20:30.5Z"), new BigDecimal("1.50"),
                            BigInteger.TWO.pow(70), Optional.empty());
                    Note back = client.service(Remote.class, "notes").same(note);
                    require(Arrays.equals(back.bytes(), note.bytes()), "bytes");
                    require(back.toString().replaceAll("B@\\\\w+", "").equals(note.toString().replaceAll("B@\\\\w+", "")),
                            back);
                    for (int size : new int[] {1, 50_000, 1_000_000}) {
                        var pieces = client.service("notes").stream("pieces", 20, size).map(byte[].class::cast).toList();
                        require(pieces.size() == 20 && pieces.getLast().length == size, "pieces of " + size);
                        require(client.service("notes").call("lengths", pieces.stream()).equals(20L * size), "lengths");
                    }
                    try {
                        client.service("notes").call("fail", "no note");
                        require(false, "a failure");
                    } catch (RpcException e) {
                        require(e.code() == Code.NOT_FOUND && e.getMessage().equals("no note"), e);
                    }
                    require(client.describe("notes").commands().size() == 4, "the description");
                }

            """;

    @Test
    void theTransportOfThePageIsFoundAndCarriesCalls() throws Exception {
        run(
                "adding-a-transport.md",
                "dev.parley.link.Transport",
                "QueueTransport",
                NOTES
                        + """
                            public static void run() throws Exception {
                                Server server = Server.builder().service(new Notes()).listen("queue://notes").start();
                                for (int i = 0; i < 20; i++) {
                                    Client client = Client.connect("queue://notes");
                                    use(client);
                                    client.close();
                                }
                                Client client = Client.builder("queue://notes").patience(Duration.ZERO).connect();
                                use(client);
                                server.close();
                                try {
                                    use(client);
                                    require(false, "the server is closed");
                                } catch (RpcException e) {
                                    require(e.code() == Code.UNAVAILABLE, e);
                                }
                                require(server.connections() == 0, "connections: " + server.connections());
                            }
                        }
                        """);
    }

    @Test
    void theCodecOfThePageIsFoundAndCarriesValues() throws Exception {
        run(
                "adding-a-codec.md",
                "dev.parley.value.Codec",
                "LinesCodec",
                NOTES
                        + """
                            public static void run() throws Exception {
                                try (Server server = Server.builder().service(new Notes()).listen("memory://lines").start();
                                        Client client = Client.builder("memory://lines").codec("lines").connect()) {
                                    use(client);
                                    Object deep = List.of();
                                    for (int i = 0; i < 200; i++) deep = List.of(deep);
                                    try {
                                        client.service("notes").call("fail", deep);
                                        require(false, "too deep");
                                    } catch (RpcException e) {
                                        require(e.code() == Code.INVALID_ARGUMENT, e);
                                    }
                                }
                                damaged();
                            }

                            static void damaged() {
                                var codec = new LinesCodec();
                                var any = new dev.parley.value.Shapes().dynamic();
                                var out = new dev.parley.value.Output();
                                any.write(codec.writer(out), List.of(1, "two", Map.of("k", List.of(true, 1.5)), new byte[3]));
                                Random random = new Random(1);
                                for (int i = 0; i < 100_000; i++) {
                                    byte[] bytes = out.toByteArray();
                                    for (int n = random.nextInt(1, 4); n > 0; n--) {
                                        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                                    }
                                    try {
                                        any.read(codec.reader(bytes, 0, random.nextInt(bytes.length + 1)));
                                    } catch (dev.parley.value.ValueException e) {
                                        // as it shall
                                    }
                                }
                            }
                        }
                        """);
    }
}
