package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Code;
import dev.parley.services.PathInfo.Kind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

@Timeout(30)
class FileServiceTest {
    private static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06Z");

    @TempDir private Path folder;

    private ServedFiles served;

    @BeforeEach
    void start() throws IOException {
        served = new ServedFiles(folder, true, 0);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void whatIsUploadedCanBeDownloaded() throws IOException {
        assertThat(served.upload("milk, bread", "list.txt")).isEqualTo("list.txt");

        assertThat(served.download("list.txt")).isEqualTo("milk, bread");
        assertThat(served.files.size("list.txt")).isEqualTo(11);
        assertThat(served.root.resolve("list.txt")).hasContent("milk, bread");
    }

    @Test
    void anEmptyFileCanBeUploadedAndDownloaded() throws IOException {
        served.upload("", "empty");

        assertThat(served.download("empty")).isEmpty();
    }

    @Test
    void anUploadReplacesAFile() throws IOException {
        served.write("a/list.txt", "old");

        served.upload("new", "a/list.txt");

        assertThat(served.download("a/list.txt")).isEqualTo("new");
        assertThat(served.all()).containsExactly("a", "a/list.txt");
    }

    @Test
    void aDownloadGoesOnWhereItIsTold() throws IOException {
        served.write("f", "0123456789");

        assertThat(served.download("f", 4)).isEqualTo("456789");
        assertThat(served.download("f", 10)).isEmpty();
        served.assertFails(
                Code.OUT_OF_RANGE, "path \"f\": got offset 11 (expected 0 to 10)", () -> served.download("f", 11));
        served.assertFails(
                Code.OUT_OF_RANGE, "path \"f\": got offset -1 (expected 0 to 10)", () -> served.download("f", -1));
    }

    @Test
    void pathInfoTellsWhatThereIs() throws IOException {
        Path file = served.write("f", "12345");
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
        Files.createDirectory(served.root.resolve("d"));
        Files.createSymbolicLink(served.root.resolve("l"), file);

        assertThat(served.files.pathInfo("*"))
                .extracting(PathInfo::path, PathInfo::size, PathInfo::kind)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("f", 5L, Kind.FILE),
                        org.assertj.core.groups.Tuple.tuple("d", 0L, Kind.DIRECTORY),
                        org.assertj.core.groups.Tuple.tuple("l", 0L, Kind.LINK));
        assertThat(served.client.service("file").stream("path_info", "f"))
                .containsExactly(Map.of("path", "f", "size", 5L, "modified", LONG_AGO, "kind", "file"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*           | a ax b.txt",
                "**          | a a/b a/b/c.txt a/c.txt ax b.txt",
                "**/*.txt    | a/b/c.txt a/c.txt b.txt",
                "*.txt       | b.txt",
                "a           | a",
                "a/*         | a/b a/c.txt",
                "a/**        | a/b a/b/c.txt a/c.txt",
                "**/b/**     | a/b/c.txt",
                "**/**/c.txt | a/b/c.txt a/c.txt",
                "a?          | ax",
                "?           | a",
                ".*          | .h",
                "**/.*       | .h a/.h",
                ".h/*        | .h/i",
                "*x*         | ax b.txt",
                "*.*x*t      | b.txt",
                "a/c.txt/*   | ''",
                "nothing     | ''",
            })
    void patternsMeanPaths(String pattern, String expected) throws IOException {
        for (String path : new String[] {"a/b/c.txt", "a/c.txt", "a/.h", "ax", "b.txt", ".h/i"}) {
            served.write(path, "");
        }

        assertThat(served.files.paths(pattern).sorted()).containsExactlyInAnyOrder(split(expected));
        assertThat(served.files.pathInfo(pattern).map(PathInfo::path)).containsExactlyInAnyOrder(split(expected));
    }

    private static String[] split(String words) {
        return Stream.of(words.split(" ")).filter(word -> !word.isEmpty()).toArray(String[]::new);
    }

    @Test
    void aListingThatNobodyReadsToItsEndIsClosed() throws IOException {
        for (int i = 0; i < 20_000; i++) {
            Files.createFile(served.root.resolve("file-with-a-rather-long-name-" + i));
        }

        try (Stream<String> paths = served.files.paths("*")) {
            assertThat(paths.findFirst()).isPresent();
        }

        while (descriptorsOf(served.root) > 0) {
            Thread.onSpinWait();
        }
    }

    /// How often this process has a file open.
    static long descriptorsOf(Path file) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(descriptor -> leadsTo(descriptor, file)).count();
        }
    }

    static boolean leadsTo(Path descriptor, Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file.toAbsolutePath());
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    @Test
    void nothingStaysOpen() throws IOException {
        served.upload("x", "f");
        served.files.createDir("a/b", "750", true);
        served.download("f");
        assertThat(served.files.paths("**")).hasSize(3);
        served.files.delete("a", true);

        while (descriptorsOf(served.root) + descriptorsOf(served.root.resolve("f")) > 0) {
            Thread.onSpinWait(); // a stream is closed after its end has been told
        }
    }

    @Test
    void touchMakesAFileOrSaysThatItIsNew() throws IOException {
        served.files.touch("f");
        assertThat(served.root.resolve("f")).isEmptyFile();

        Path old = served.write("old", "text");
        Files.setLastModifiedTime(old, FileTime.from(LONG_AGO));
        served.files.touch("old");

        assertThat(Files.getLastModifiedTime(old).toInstant()).isAfter(LONG_AGO);
        assertThat(old).hasContent("text");
    }

    @Test
    void createDirMakesOne() throws IOException {
        served.files.createDir("d", "", false);
        served.files.createDir("d/e", "750", false);
        served.files.createDir("d/read", "555", false);

        assertThat(served.all()).containsExactly("d", "d/e", "d/read");
        assertThat(mode("d/e")).isEqualTo("rwxr-x---");
        assertThat(mode("d/read")).isEqualTo("r-xr-xr-x");
        served.assertFails(
                Code.ALREADY_EXISTS, "path \"d\": exists already", () -> served.files.createDir("d", "", false));
        served.assertFails(
                Code.NOT_FOUND,
                "path \"x/y\": there is no such file or directory",
                () -> served.files.createDir("x/y", "", false));
        served.assertFails(
                Code.INVALID_ARGUMENT,
                "mode: got \"7777\" (expected three octal digits, such as 750)",
                () -> served.files.createDir("z", "7777", false));
        assertThat(served.all()).containsExactly("d", "d/e", "d/read");
    }

    private String mode(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(served.root.resolve(path)));
    }

    @Test
    void createDirMakesThoseThatLeadThere() throws IOException {
        served.files.createDir("a/b/c", "700", true);
        served.files.createDir("a/b/c", "", true); // content with it
        served.write("a/f", "");

        assertThat(served.all()).containsExactly("a", "a/b", "a/b/c", "a/f");
        assertThat(mode("a/b/c")).isEqualTo("rwx------");
        assertThat(mode("a")).isNotEqualTo("rwx------");
        served.assertFails(
                Code.ALREADY_EXISTS, "path \"a/f\": exists already", () -> served.files.createDir("a/f/g", "", true));
    }

    @Test
    void deleteTakesFilesAndDirectories() throws IOException {
        served.write("a/b/f", "");
        served.write("a/g", "");
        served.write("h", "");

        served.files.delete("h", false);
        served.files.delete("a/g", true);
        assertThat(served.all()).containsExactly("a", "a/b", "a/b/f");
        served.assertFails(
                Code.FAILED_PRECONDITION,
                "path \"a\": is not empty (recurse deletes what is in it)",
                () -> served.files.delete("a", false));

        served.files.delete("a", true);
        served.files.createDir("empty", "", false);
        served.files.delete("empty", false);
        assertThat(served.all()).isEmpty();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        String text = "path \"no/f\": there is no such file or directory";
        served.assertFails(Code.NOT_FOUND, text, () -> served.files.size("no/f"));
        served.assertFails(Code.NOT_FOUND, text, () -> served.download("no/f"));
        served.assertFails(Code.NOT_FOUND, text, () -> served.upload("x", "no/f"));
        served.assertFails(Code.NOT_FOUND, text, () -> served.files.touch("no/f"));
        served.assertFails(Code.NOT_FOUND, text, () -> served.files.delete("no/f", true));
    }

    @Test
    void onlyFilesHaveBytes() {
        served.files.createDir("d", "", false);

        String text = "path \"d\": is a directory (expected a file)";
        served.assertFails(Code.FAILED_PRECONDITION, text, () -> served.files.size("d"));
        served.assertFails(Code.FAILED_PRECONDITION, text, () -> served.download("d"));
        served.assertFails(Code.FAILED_PRECONDITION, text, () -> served.upload("x", "d"));
        served.assertFails(Code.FAILED_PRECONDITION, text, () -> served.files.touch("d"));
    }

    @Test
    void onlyDirectoriesHaveEntries() throws IOException {
        served.write("f", "");

        served.assertFails(
                Code.FAILED_PRECONDITION,
                "path \"f/g\": \"f\" is no directory (links are not followed)",
                () -> served.download("f/g"));
    }

    @Test
    void nothingCanBeChangedUnlessItIsWritable() throws IOException {
        try (ServedFiles readOnly = new ServedFiles(Files.createDirectory(folder.resolve("other")), false, 0)) {
            readOnly.write("f", "text");
            String text = "path \"f\": nothing can be changed here, only read";

            readOnly.assertFails(Code.PERMISSION_DENIED, text, () -> readOnly.upload("x", "f"));
            readOnly.assertFails(Code.PERMISSION_DENIED, text, () -> readOnly.files.touch("f"));
            readOnly.assertFails(Code.PERMISSION_DENIED, text, () -> readOnly.files.delete("f", true));
            readOnly.assertFails(Code.PERMISSION_DENIED, text, () -> readOnly.files.createDir("f", "", true));
            assertThat(readOnly.download("f")).isEqualTo("text");
            assertThat(readOnly.all()).containsExactly("f");
        }
        assertThat(new FileService(served.root)).hasFieldOrPropertyWithValue("writable", false);
    }

    @Test
    void aRootMustBeADirectory() throws IOException {
        Path file = served.write("f", "");

        assertThatThrownBy(() -> new FileService(file)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> new FileService(served.root.resolve("no"))).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> new FileService(served.root, true, -1))
                .hasMessage("quota: got -1 (expected bytes, or 0 for no limit)");
    }
}
