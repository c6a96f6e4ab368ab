package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What `dist/launcher` makes of a command line, with a `java` that tells how it was called. The zip is made after these tests,
/// and tried by `.ci/run`.
@Timeout(60)
class LauncherTest {
    private static final String QUICK = "-XX:TieredStopAtLevel=1";

    @TempDir private Path folder;

    private String started(String... words) throws Exception {
        Path bin = Files.createDirectories(folder.resolve("java/bin"));
        Path java = Files.writeString(bin.resolve("java"), "#!/bin/sh\necho \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(folder.resolve("java/release"), "");
        Files.createDirectories(folder.resolve("lib"));
        Path aot = Files.writeString(folder.resolve("parley-25.aot"), ""); // nothing is trained here
        Files.setLastModifiedTime(aot, FileTime.from(Instant.now().plusSeconds(60)));
        String script = "lib=$1 java_home=$2 java_version=25; shift 2; . " + Page.ROOT.resolve("dist/launcher/run.sh");
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "parley"));
        command.addAll(List.of(folder.resolve("lib").toString(), folder.resolve("java").toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said.strip()).endsWith(("dev.parley.cli.Main " + String.join(" ", words)).strip());
        return said;
    }

    @Test
    void whatLivesForOneCallIsCompiledQuickly() throws Exception {
        assertThat(started("notes", "add", "serve")).contains(QUICK);
        assertThat(started("-u", "tcp://h:1", "notes", "bench")).contains(QUICK);
        assertThat(started("--url=tcp://h:1", "notes", "serve")).contains(QUICK);
        assertThat(started()).contains(QUICK);
    }

    @Test
    void whatServesOrMeasuresIsCompiledWell() throws Exception {
        assertThat(started("serve", "health")).doesNotContain(QUICK);
        assertThat(started("-v", "demo")).doesNotContain(QUICK);
        assertThat(started("-u", "tcp://h:1", "bench", "notes", "add")).doesNotContain(QUICK);
        assertThat(started("--url=tcp://h:1", "--timeout", "5s", "bench", "notes", "add")).doesNotContain(QUICK);
    }

    /// As `dist/assembly.xml` lays it out.
    @Test
    void whatIsInstalledIsFoundThroughALink() throws Exception {
        Path home = folder.resolve("my tools/parley-1");
        Path lib = Files.createDirectories(home.resolve("lib"));
        Path bin = Files.createDirectories(home.resolve("bin"));
        Path launchers = Page.ROOT.resolve("dist/launcher");
        Path launcher = Files.copy(launchers.resolve("parley"), bin.resolve("parley"));
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        for (String each : List.of("find-java.sh", "run.sh")) {
            Files.copy(launchers.resolve(each), lib.resolve(each));
        }
        Files.writeString(lib.resolve("a.jar"), "");
        Files.writeString(lib.resolve("b.jar"), "");
        Path aot = Files.writeString(home.resolve("parley-26.0.1.aot"), "");
        Files.setLastModifiedTime(aot, FileTime.from(Instant.now().plusSeconds(60)));
        Path jdk = Files.createDirectories(folder.resolve("a jdk/bin"));
        for (String each : List.of("java", "javac")) {
            Path program = Files.writeString(jdk.resolve(each), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
            assertThat(program.toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(jdk.resolveSibling("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"26.0.1\"\n");
        Path link = Files.createSymbolicLink(folder.resolve("parley"), launcher);

        ProcessBuilder builder = new ProcessBuilder(link.toString(), "notes", "add", "two words");
        builder.environment().put("JAVA_HOME", jdk.getParent().toString());
        Process process = builder.redirectErrorStream(true).start();
        List<String> said = process.inputReader().lines().toList();
        assertThat(process.waitFor()).as("%s", said).isZero();
        Path real = lib.toRealPath();
        assertThat(said)
                .endsWith(
                        "-cp",
                        real.resolve("a.jar") + ":" + real.resolve("b.jar"),
                        "dev.parley.cli.Main",
                        "notes",
                        "add",
                        "two words")
                .contains(QUICK);
    }
}
