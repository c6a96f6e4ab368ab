package dev.parley;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Two network namespaces of this machine, as two machines with a cable between them that can be pulled. Needs root and
/// iproute2.
final class Cable implements AutoCloseable {
    /// The addresses of the two ends (RFC 5737: for examples).
    static final List<String> ADDRESSES = List.of("192.0.2.1", "192.0.2.2");

    private final List<String> names = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();

    /// @throws IOException where the system does not let us; the message is what it said
    Cable() throws IOException {
        try {
            for (int end = 0; end < 2; end++) {
                String name = "parley-" + ProcessHandle.current().pid() + "-" + end;
                ip("netns", "add", name);
                names.add(name);
            }
            ip(
                    "-n",
                    names.get(0),
                    "link",
                    "add",
                    "cable",
                    "type",
                    "veth",
                    "peer",
                    "name",
                    "cable",
                    "netns",
                    names.get(1));
            for (int end = 0; end < 2; end++) {
                ip("-n", names.get(end), "addr", "add", ADDRESSES.get(end) + "/30", "dev", "cable");
                ip("-n", names.get(end), "link", "set", "cable", "up");
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private static void ip(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Process ip = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(ip.getInputStream().readAllBytes()).strip();
        if (ip.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
    }

    /// Runs a class of this class path on one of the machines.
    Process run(int end, Class<?> main, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "ip",
                                "netns",
                                "exec",
                                names.get(end),
                                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                                "-cp",
                                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        processes.add(process);
        return process;
    }

    /// Nothing gets through any more, and neither end is told: what goes on there has no notice but silence.
    void pull() throws IOException {
        ip("-n", names.get(0), "link", "set", "cable", "down");
    }

    @Override
    public void close() throws IOException {
        for (Process process : processes) {
            process.destroyForcibly().onExit().join();
        }
        for (String name : names) {
            ip("netns", "del", name);
        }
    }
}
