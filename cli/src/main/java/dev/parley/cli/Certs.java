package dev.parley.cli;

import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.certs.TestAuthority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes certificates to try TLS with.
final class Certs {
    private static final List<String> HERE = List.of("localhost", "127.0.0.1", "::1");
    private static final FileAttribute<?> OWNERS_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Console console;
    private final Options options;

    Certs(Console console, Options options) {
        this.console = console;
        this.options = options;
    }

    void run(List<String> words) {
        if (words.size() != 1) {
            throw Failures.usage("certs in which folder? (parley certs FOLDER)");
        }
        Path folder = Path.of(words.getFirst());
        List<String> hosts = options.has("--host") ? options.all("--host") : HERE;
        try {
            write(folder, files(hosts));
        } catch (IllegalArgumentException e) { // a host that is none
            throw Failures.usage("--" + e.getMessage());
        } catch (IOException e) {
            throw refusal(folder, e);
        }
        console.line("Made ca.pem, server.pem, server-key.pem, client.pem and client-key.pem in " + folder);
        hosts.stream().filter(host -> !host.startsWith("*")).findFirst().ifPresent(host -> suggest(folder, host));
    }

    private static RpcException refusal(Path folder, IOException e) {
        String what = "cannot write certificates to " + folder + ": ";
        for (Path place = folder; place != null; place = place.getParent()) {
            if (Files.exists(place) && !Files.isDirectory(place)) {
                return Failures.usage(what + place + " is a file (expected a folder, or the name of one to make)");
            }
        }
        return new RpcException(Code.UNAVAILABLE, what + Failures.why(e), e);
    }

    private void suggest(Path folder, String host) {
        String url = ExampleLine.quoted("tls://" + (host.contains(":") ? "[" + host + "]" : host));
        console.line(
                "Try: parley serve health -u "
                        + url
                        + option(folder, "--tls-cert", "server")
                        + option(folder, "--tls-key", "server-key"));
        console.line("     parley -u " + url + option(folder, "--tls-ca", "ca") + " health check");
    }

    private static String option(Path folder, String name, String file) {
        return " " + name + " " + ExampleLine.quoted(folder.resolve(file + ".pem").toString());
    }

    private Map<String, String> files(List<String> hosts) {
        TestAuthority authority =
                TestAuthority.create("Parley test authority", Duration.ofDays(options.number("--days", 1, 99999, 365)));
        TestAuthority.Certificate server = authority.issue(hosts.getFirst(), hosts);
        TestAuthority.Certificate client = authority.issue("client", List.of());
        Map<String, String> files = new LinkedHashMap<>();
        files.put("ca.pem", authority.pem());
        files.put("server.pem", server.pem());
        files.put("server-key.pem", server.keyPem());
        files.put("client.pem", client.pem());
        files.put("client-key.pem", client.keyPem());
        return files;
    }

    private void write(Path folder, Map<String, String> files) throws IOException {
        Files.createDirectories(folder);
        for (String name : files.keySet()) {
            if (!options.has("--force") && Files.exists(folder.resolve(name))) {
                throw Failures.usage(folder.resolve(name) + " is there already (--force replaces it)");
            }
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path fresh = Files.createTempFile(folder, ".", ".pem", OWNERS_ONLY);
            Files.writeString(fresh, file.getValue());
            if (!file.getKey().endsWith("-key.pem")) {
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
            }
            Files.move(fresh, folder.resolve(file.getKey()), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
