package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Code;
import dev.parley.RpcException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Callers, and others on the server's machine, that want more than the root.
@Timeout(60)
class FileServiceHostileTest {
    private static final String SECRET = "a secret of the server";

    @TempDir private Path folder;

    private ServedFiles served;
    private Path outside;

    @BeforeEach
    void start() throws IOException {
        served = new ServedFiles(folder, true, 0);
        outside = Files.createDirectories(folder.resolve("outside/deep"));
        Files.writeString(outside.resolve("f"), SECRET);
        Files.setLastModifiedTime(outside.resolve("f"), FileTime.fromMillis(0));
    }

    @AfterEach
    void nothingWasDoneOutside() throws IOException {
        served.close();
        try (Stream<Path> all = Files.walk(folder.resolve("outside"))) {
            assertThat(all.map(path -> folder.relativize(path).toString()))
                    .containsExactlyInAnyOrder("outside", "outside/deep", "outside/deep/f");
        }
        assertThat(outside.resolve("f")).hasContent(SECRET);
        assertThat(Files.getLastModifiedTime(outside.resolve("f"))).isEqualTo(FileTime.fromMillis(0));
    }

    /// Every command, given a path.
    private List<ThrowingCallable> all(String path) {
        return List.of(
                () -> served.files.size(path),
                () -> served.download(path),
                () -> served.upload("x", path),
                () -> served.files.touch(path),
                () -> served.files.createDir(path, "", false),
                () -> served.files.createDir(path, "", true),
                () -> served.files.delete(path, false),
                () -> served.files.delete(path, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ".", "..", "/", "/etc/passwd", "../outside/deep/f", "d/../../outside/deep/f", "d/..", "./f", "d/.",
                        "d//f",
                "d/", "//", "f\0", "f\0.txt", "a\nb", "a\tb", "\u001b[31mred", "\u0085", "\ud800", ".parley-x",
                        "d/.parley-x"
            })
    void oddPathsAreRefused(String path) throws IOException {
        served.write("d/f", "");
        served.write("f", "");

        for (ThrowingCallable call : all(path)) {
            assertThatThrownBy(call)
                    .isInstanceOfSatisfying(
                            RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT))
                    .message()
                    .doesNotContain("\n", "\u001b", "\0", folder.toString());
        }
        assertThat(served.all()).containsExactly("d", "d/f", "f");
    }

    @Test
    void theTextSaysWhatIsOdd() {
        served.assertFails(
                Code.INVALID_ARGUMENT,
                "path \"../x\" has the name .. (expected names of files and directories)",
                () -> served.files.size("../x"));
        served.assertFails(
                Code.INVALID_ARGUMENT,
                "path \"/x\" is absolute (expected a path relative to the root)",
                () -> served.files.size("/x"));
        served.assertFails(
                Code.INVALID_ARGUMENT, "path \"a\ufffdb\" has a control character", () -> served.files.size("a\nb"));
        served.assertFails(
                Code.INVALID_ARGUMENT,
                "path \"" + "é".repeat(60) + "…\" (128 characters) has a name of more than 255 bytes",
                () -> served.files.size("é".repeat(128)));
        served.assertFails(
                Code.INVALID_ARGUMENT,
                "path \"../*\" has the name .. (expected names of files and directories)",
                () -> served.files.paths("../*").toList());
    }

    @Test
    void deepPathsAreRefused() throws IOException {
        String deepest = "d/".repeat(99) + "d";
        served.files.createDir(deepest, "", true);
        served.upload("x", "d/".repeat(99) + "f");

        assertThat(served.files.paths("**")).hasSize(101);
        for (ThrowingCallable call : all(deepest + "/d")) {
            assertThatThrownBy(call).hasMessageEndingWith(" has 101 names (expected at most 100)");
        }
        served.files.delete("d", true);
        assertThat(served.all()).isEmpty();
    }

    @Test
    void namesThatNobodyCanSayAreNotListed() throws IOException {
        served.write("d/a\nb", "");
        served.write(".parley-x", "");
        served.write("ok", "");

        assertThat(served.files.paths("**")).containsExactlyInAnyOrder("d", "ok");
        assertThat(served.files.paths("**/.*")).isEmpty();
        served.files.delete("d", true);
        assertThat(served.all()).containsExactly(".parley-x", "ok");
    }

    @Test
    void uncommonNamesAreFine() throws IOException {
        for (String name : List.of("-rf", "a b", "ä☃𝄞", "*", "a\\b", "...", "~", "CON", "%2e%2e", "é".repeat(127))) {
            served.upload("x", name);
            assertThat(served.download(name)).isEqualTo("x");
            assertThat(served.files.paths(name)).containsExactly(name);
            served.files.delete(name, false);
        }
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        served.write("in/f", "inside");
        Files.createSymbolicLink(served.root.resolve("out"), outside);
        Files.createSymbolicLink(served.root.resolve("file"), outside.resolve("f"));
        Files.createSymbolicLink(served.root.resolve("inner"), Path.of("in"));
        Files.createSymbolicLink(served.root.resolve("up"), Path.of(".."));
        Files.createSymbolicLink(served.root.resolve("self"), Path.of("self"));
        List<String> before = served.all();

        for (String path : List.of("out/f", "inner/f", "up/outside", "self/f", "file/f")) {
            for (ThrowingCallable call : all(path)) {
                assertThatThrownBy(call)
                        .isInstanceOfSatisfying(
                                RpcException.class,
                                e -> assertThat(e.code()).isIn(Code.FAILED_PRECONDITION, Code.ALREADY_EXISTS));
            }
        }
        served.assertFails(
                Code.FAILED_PRECONDITION,
                "path \"out/f\": \"out\" is no directory (links are not followed)",
                () -> served.download("out/f"));
        for (String link : List.of("out", "file", "inner", "self")) {
            String text = "path \"" + link + "\": is a link (expected a file)";
            served.assertFails(Code.FAILED_PRECONDITION, text, () -> served.download(link));
            served.assertFails(Code.FAILED_PRECONDITION, text, () -> served.upload("x", link));
            served.assertFails(Code.FAILED_PRECONDITION, text, () -> served.files.touch(link));
            served.assertFails(Code.FAILED_PRECONDITION, text, () -> served.files.size(link));
        }
        assertThat(served.files.paths("**/f")).containsExactly("in/f");
        assertThat(served.all()).isEqualTo(before);
    }

    @Test
    void deletingALinkLeavesWhatItLeadsTo() throws IOException {
        Files.createDirectory(served.root.resolve("d"));
        Files.createSymbolicLink(served.root.resolve("d/out"), outside);
        Files.createSymbolicLink(served.root.resolve("l"), outside);

        served.files.delete("l", true);
        served.files.delete("d", true);

        assertThat(served.all()).isEmpty();
    }

    @Test
    void pipesAreNotOpened() throws IOException, InterruptedException {
        Path pipe = served.root.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

        String text = "path \"pipe\": is neither a file nor a directory (expected a file)";
        served.assertFails(Code.FAILED_PRECONDITION, text, () -> served.download("pipe"));
        served.assertFails(Code.FAILED_PRECONDITION, text, () -> served.upload("x", "pipe"));
        served.assertFails(Code.FAILED_PRECONDITION, text, () -> served.files.touch("pipe"));
        served.assertFails(
                Code.FAILED_PRECONDITION,
                "path \"pipe/f\": \"pipe\" is no directory (links are not followed)",
                () -> served.download("pipe/f"));
        assertThat(served.files.pathInfo("**").map(PathInfo::kind)).containsExactly(PathInfo.Kind.OTHER);
        served.files.delete("pipe", false);
        assertThat(served.all()).isEmpty();
    }

    @Test
    void aDirectoryThatIsSwappedForALinkLeadsNowhere() throws Exception {
        served.write("d/inside", "inside");
        Path directory = served.root.resolve("d");
        Path link = Files.createSymbolicLink(served.root.resolve("link"), outside);
        Path aside = served.root.resolve("aside");
        whileSwapping(
                400,
                () -> {
                    move(directory, aside);
                    move(link, directory);
                    Thread.onSpinWait();
                    move(directory, link);
                    move(aside, directory);
                },
                () -> assertThat(served.download("d/f")).isNotEqualTo(SECRET),
                () -> served.upload("x", "d/f"),
                () -> served.files.touch("d/g"),
                () -> served.files.createDir("d/h", "", false),
                () -> served.files.delete("d/h", false),
                () -> served.files.delete("d/f", false),
                () -> assertThat(served.files.paths("d/**")).doesNotContain("d/deep", "d/deep/f"),
                () -> assertThat(served.files.size("d/inside")).isEqualTo(6));
        assertThat(directory.resolve("inside")).hasContent("inside");
    }

    @Test
    void aFileThatIsSwappedForALinkLeadsNowhere() throws Exception {
        Path file = served.root.resolve("f");
        whileSwapping(
                400,
                () -> {
                    move(newLink(outside.resolve("f")), file);
                    move(served.write("new", "inside"), file);
                },
                () -> assertThat(served.download("f")).isIn("inside", "x", ""),
                () -> assertThat(served.files.size("f")).isIn(6L, 1L, 0L),
                () ->
                        assertThat(served.files.pathInfo("f"))
                                .allMatch(info -> info.kind() == PathInfo.Kind.LINK || info.size() <= 6),
                () -> served.files.touch("f"),
                () -> served.upload("x", "f"),
                () -> served.files.createDir("f", "", true),
                () -> served.files.delete("f", true));
        assertThat(served.all()).isSubsetOf("f", "link", "new");
    }

    @Test
    void aDirectoryThatIsDeletedAndSwappedForALinkLeadsNowhere() throws Exception {
        Path directory = served.root.resolve("d");
        Path trash = Files.createDirectory(folder.resolve("trash"));
        AtomicInteger thrown = new AtomicInteger();
        whileSwapping(
                1500,
                () -> {
                    Path link = newLink(outside);
                    Path away = trash.resolve("" + thrown.incrementAndGet());
                    move(served.write("new/f", "inside").getParent(), directory);
                    move(directory, away);
                    move(link, directory);
                    Files.deleteIfExists(directory);
                },
                () -> served.files.delete("d", true));
    }

    private interface Swapping {
        void once() throws IOException;
    }

    private Path newLink(Path to) throws IOException {
        Path link = served.root.resolve("link");
        Files.deleteIfExists(link);
        return Files.createSymbolicLink(link, to);
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Makes calls, which may work or not, while somebody swaps what they are about.
    private void whileSwapping(int rounds, Swapping swapping, ThrowingCallable... calls) throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger swaps = new AtomicInteger();
        Thread swapper =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!done.get()) {
                                try {
                                    swapping.once();
                                    swaps.incrementAndGet();
                                } catch (IOException e) {
                                    // a call has changed it, too, just then
                                }
                            }
                        });
        int worked = 0;
        int failed = 0;
        try {
            for (int i = 0; i < rounds; i++) {
                for (ThrowingCallable call : calls) {
                    try {
                        call.call();
                        worked++;
                    } catch (RpcException e) {
                        assertThat(e.code())
                                .as(e.toString())
                                .isIn(Code.NOT_FOUND, Code.FAILED_PRECONDITION, Code.ALREADY_EXISTS);
                        failed++;
                    } catch (Throwable e) {
                        throw new AssertionError(e);
                    }
                }
            }
        } finally {
            done.set(true);
            swapper.join();
        }
        assertThat(worked).isPositive();
        assertThat(failed).isPositive();
        assertThat(swaps).hasPositiveValue();
    }
}
