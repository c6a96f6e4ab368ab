package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.RpcException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;

/// Files on their way: large ones, broken ones, several at once.
@Timeout(120)
class FileTransferTest {
    private static final int MIB = 1 << 20;

    /// What may be under way between the ends: the window, and what sockets and threads hold.
    private static final int AHEAD = 2 * MIB;

    @TempDir private Path folder;

    private ServedFiles served;

    @AfterEach
    void stop() {
        served.close();
    }

    private void start(long quota) throws IOException {
        served = new ServedFiles(folder, true, quota);
    }

    private static byte[] bytes(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /// Runs something when it is asked for its first byte, and has none.
    private static InputStream then(Runnable action) {
        return new InputStream() {
            @Override
            public int read() {
                action.run();
                return -1;
            }
        };
    }

    private static InputStream of(byte[]... parts) {
        return new ByteArrayInputStream(concat(parts));
    }

    private static byte[] concat(byte[]... parts) {
        byte[] all = new byte[Stream.of(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private Path large(String name) throws IOException {
        Path file = served.root.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < 64; i++) {
                out.write(bytes(i, MIB));
            }
        }
        return file;
    }

    private static byte[] digest(InputStream in) throws Exception {
        try (DigestInputStream all = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            all.transferTo(OutputStream.nullOutputStream());
            return all.getMessageDigest().digest();
        }
    }

    @Test
    void aLargeFileArrivesWhole() throws Exception {
        start(0);
        Path file = large("f");
        byte[] expected = digest(Files.newInputStream(file));

        assertThat(digest(served.files.download("f", 0))).isEqualTo(expected);
        served.files.upload(Files.newInputStream(file), "copy");
        assertThat(digest(Files.newInputStream(served.root.resolve("copy")))).isEqualTo(expected);
    }

    @Test
    void aFileIsReadNoFasterThanItIsTaken() throws Exception {
        start(0);
        Path file = large("f");
        large("g");

        try (InputStream slow = served.files.download("f", 0)) {
            slow.readNBytes(MIB);
            digest(served.files.download("g", 0)); // time enough to read ahead

            assertThat(position(file)).isBetween((long) MIB, (long) MIB + AHEAD);
        }
    }

    /// How far this process has read an open file.
    private static long position(Path file) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            Path open = all.filter(each -> FileServiceTest.leadsTo(each, file)).findFirst().orElseThrow();
            String info = Files.readString(Path.of("/proc/self/fdinfo/" + open.getFileName()));
            return Long.parseLong(info.lines().findFirst().orElseThrow().substring("pos:".length()).strip());
        }
    }

    @Test
    void anUploadIsReadNoFasterThanItIsStored() throws Exception {
        CountDownLatch store = new CountDownLatch(1);
        served =
                new ServedFiles(
                        folder,
                        true,
                        0,
                        (call, next) -> {
                            if (call.command().equals("upload")) {
                                store.await();
                            }
                            return next.proceed(call);
                        });
        Path file = large("f");
        large("g");
        try (FileChannel source = FileChannel.open(file)) {
            CompletableFuture<String> upload =
                    CompletableFuture.supplyAsync(
                            () -> served.files.upload(java.nio.channels.Channels.newInputStream(source), "copy"),
                            Thread::startVirtualThread);
            digest(served.files.download("g", 0)); // time enough to read ahead

            assertThat(source.position()).isLessThan(AHEAD);
            store.countDown();
            upload.join();
        }
        assertThat(Files.mismatch(file, served.root.resolve("copy"))).isEqualTo(-1);
    }

    @Test
    void aDownloadThatBreaksCanGoOn() throws IOException {
        start(0);
        byte[] content = bytes(1, 3 * MIB);
        Files.write(served.root.resolve("f"), content);
        byte[] first;
        try (Client other = served.connect()) {
            InputStream in = other.service(ServedFiles.Remote.class, "file").download("f", 0);
            first = in.readNBytes(MIB + 17);
        }

        try (InputStream rest = served.files.download("f", first.length)) {
            assertThat(concat(first, rest.readAllBytes())).isEqualTo(content);
        }
    }

    @Test
    void aDownloadGivesTheFileThatWasThere() throws IOException {
        start(0);
        byte[] old = bytes(1, 8 * MIB);
        byte[] young = bytes(2, 8 * MIB);
        Files.write(served.root.resolve("f"), old);

        try (InputStream in = served.files.download("f", 0)) {
            byte[] first = in.readNBytes(1);
            served.files.upload(of(young), "f");

            assertThat(concat(first, in.readAllBytes())).isEqualTo(old);
        }
        assertThat(served.root.resolve("f")).hasBinaryContent(young);
    }

    @Test
    void aFileThatGrowsIsSentAsItWas() throws IOException {
        start(0);
        Path file = Files.write(served.root.resolve("f"), bytes(1, 4 * MIB));

        try (InputStream in = served.files.download("f", 0)) {
            in.read();
            Files.write(file, bytes(2, MIB), StandardOpenOption.APPEND);

            assertThat(in.readAllBytes()).hasSize(4 * MIB - 1);
        }
    }

    @Test
    void aFileThatBecomesShorterFailsItsDownload() throws IOException {
        start(0);
        Path file = Files.write(served.root.resolve("f"), bytes(1, 8 * MIB));

        try (InputStream in = served.files.download("f", 0)) {
            in.read();
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(4 * MIB);
            }

            assertThatThrownBy(in::readAllBytes)
                    .hasMessage("path \"f\": became shorter while it was read")
                    .cause()
                    .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.ABORTED));
        }
    }

    @Test
    void anUploadIsNotThereBeforeItIsWhole() throws IOException {
        start(0);
        served.write("f", "old");
        List<String> seen = new ArrayList<>();

        served.files.upload(
                new SequenceInputStream(
                        of(bytes(1, MIB)),
                        then(() -> {
                            awaitTemporary();
                            seen.addAll(served.files.paths("**").toList());
                            seen.add(text("f"));
                        })),
                "f");

        assertThat(seen).containsExactly("f", "old");
        assertThat(served.root.resolve("f")).hasBinaryContent(bytes(1, MIB));
        assertThat(served.all()).containsExactly("f");
    }

    private String text(String path) {
        try {
            return served.download(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until an upload has something on disk.
    private void awaitTemporary() {
        await(all -> all.stream().anyMatch(FileTransferTest::isTemporary));
    }

    private void awaitNoTemporary() {
        await(all -> all.stream().noneMatch(FileTransferTest::isTemporary));
    }

    private static boolean isTemporary(String path) {
        return path.startsWith(".parley-");
    }

    private void await(java.util.function.Predicate<List<String>> condition) {
        try {
            while (!condition.test(served.all())) {
                Thread.sleep(Duration.ofMillis(2));
            }
        } catch (IOException | UncheckedIOException e) {
            await(condition); // gone while it was looked at
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anUploadWhoseConnectionIsLostLeavesTheOldFile() throws IOException {
        start(0);
        served.write("f", "old");
        Client other = served.connect();

        InputStream half =
                new SequenceInputStream(
                        of(bytes(1, MIB)),
                        then(() -> {
                            awaitTemporary();
                            other.close();
                        }));
        assertThatThrownBy(() -> other.service(ServedFiles.Remote.class, "file").upload(half, "f"))
                .isInstanceOf(RpcException.class);

        awaitNoTemporary();
        assertThat(served.all()).containsExactly("f");
        assertThat(served.root.resolve("f")).hasContent("old");
    }

    @Test
    void anUploadWhoseSourceFailsLeavesNothing() throws IOException {
        start(0);
        InputStream broken =
                new SequenceInputStream(
                        of(bytes(1, MIB)),
                        then(() -> {
                            awaitTemporary();
                            throw new IllegalStateException("unplugged");
                        }));

        assertThatThrownBy(() -> served.files.upload(broken, "f")).hasMessageContaining("unplugged");

        awaitNoTemporary();
        assertThat(served.all()).isEmpty();
    }

    @Test
    void anUploadWhoseDirectoryIsDeletedFails() throws IOException {
        start(0);
        served.files.createDir("d", "", false);
        InputStream source =
                new SequenceInputStream(
                        of(bytes(1, MIB)),
                        then(() -> {
                            await(all -> all.size() > 1);
                            served.files.delete("d", true);
                        }));

        assertThatThrownBy(() -> served.files.upload(source, "d/f"))
                .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.NOT_FOUND));
        assertThat(served.all()).isEmpty();
    }

    @Test
    void whatOtherProcessesLeftBehindIsSwept() throws IOException {
        Path root = Files.createDirectories(folder.resolve("root/d"));
        Path old = Files.writeString(root.resolve(".parley-old"), "half");
        Files.setLastModifiedTime(old, FileTime.fromMillis(1_000_000_000));
        Path fresh = Files.writeString(root.resolve(".parley-new"), "of another process, under way");
        Path other = Files.writeString(root.resolve(".other"), "");
        Files.setLastModifiedTime(other, FileTime.fromMillis(1_000_000_000));
        Path directory = Files.createDirectory(root.resolve("../.parley-dir"));
        Files.setLastModifiedTime(directory, FileTime.fromMillis(1_000_000_000));

        new FileService(folder.resolve("root"));
        assertThat(old).exists();
        start(0);

        assertThat(old).doesNotExist();
        assertThat(directory).doesNotExist();
        assertThat(fresh).exists();
        assertThat(other).exists();
    }

    // ---- quota

    @Test
    void anUploadBeyondTheQuotaFailsAndLeavesWhatWasThere() throws IOException {
        start(1000);
        Files.write(served.root.resolve("other"), new byte[300]);
        served.write("f", "old");

        served.files.upload(of(new byte[697]), "g");
        served.assertFails(
                Code.RESOURCE_EXHAUSTED,
                "quota: the files may have 1000 bytes together (they have 1000)",
                () -> served.upload("x", "f"));
        served.upload("", "empty");

        assertThat(served.root.resolve("f")).hasContent("old");
        assertThat(served.all()).containsExactly("empty", "f", "g", "other");
    }

    @Test
    void whatIsDeletedOrReplacedMakesRoom() throws IOException {
        start(1000);

        for (int i = 0; i < 3; i++) {
            served.files.upload(of(new byte[500]), "f"); // beside the old one
        }
        served.files.upload(of(new byte[500]), "g");
        served.files.delete("f", false);
        served.files.upload(of(new byte[400]), "h");
        served.files.delete("g", false);
        Files.write(served.root.resolve("other"), new byte[600]);
        assertThatThrownBy(() -> served.upload("x", "i")).hasMessageStartingWith("quota: ");
    }

    @Test
    void roomIsMadeWhileUploadsAreUnderWay() throws IOException {
        start(1000);
        Files.createDirectory(served.root.resolve("d"));
        Files.write(served.root.resolve("d/old"), new byte[600]);
        Files.write(served.root.resolve("f"), new byte[300]);

        served.files.upload(
                new SequenceInputStream(
                        java.util.Collections.enumeration(
                                List.of(
                                        of(new byte[100]),
                                        then(() -> {
                                            awaitTemporary();
                                            served.files.delete("d", true);
                                            served.files.upload(of(new byte[600]), "g");
                                            served.files.delete("f", false);
                                        }),
                                        of(new byte[300])))),
                "h");

        assertThat(served.files.size("h")).isEqualTo(400);
        assertThat(served.all()).containsExactly("g", "h");
    }

    @Test
    void uploadsAtOnceShareTheQuota() throws Exception {
        start(1000);
        CyclicBarrier both = new CyclicBarrier(2);

        List<CompletableFuture<Boolean>> uploads =
                Stream.of("a", "b")
                        .map(name -> CompletableFuture.supplyAsync(() -> fits(name, both), Thread::startVirtualThread))
                        .toList();
        List<Boolean> fitted = uploads.stream().map(CompletableFuture::join).toList();

        assertThat(fitted).contains(false);
        try (Stream<Path> files = Files.list(served.root)) {
            assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThanOrEqualTo(1000);
        }
        awaitNoTemporary();
        for (String left : served.all()) {
            served.files.delete(left, false);
        }
        served.files.upload(of(new byte[1000]), "c"); // nothing stays counted
    }

    private boolean fits(String name, CyclicBarrier both) {
        InputStream halves =
                new SequenceInputStream(
                        java.util.Collections.enumeration(
                                Arrays.asList(
                                        of(new byte[400]),
                                        then(() -> {
                                            await(all ->
                                                    all.stream().filter(FileTransferTest::isTemporary).count() == 2);
                                            meet(both);
                                        }),
                                        of(new byte[400]))));
        try {
            served.files.upload(halves, name);
            return true;
        } catch (RpcException e) {
            assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
            return false;
        }
    }

    private static void meet(CyclicBarrier both) {
        try {
            both.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }
}
