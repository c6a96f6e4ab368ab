package dev.parley.wires;

import dev.parley.value.Codecs;
import dev.parley.value.Shapes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What a real client and a real server of another library said to each other.
final class Recording {
    /// Bytes of one end; those of one step are together.
    record Said(String step, boolean client, byte[] bytes) {}

    private Recording() {}

    /// @param name such as `snekrpc/tcp-json`
    static List<Said> of(String name) {
        List<Said> all = new ArrayList<>();
        for (String line : lines(name)) {
            byte[] json = line.getBytes(StandardCharsets.UTF_8);
            Map<?, ?> said =
                    (Map<?, ?>)
                            new Shapes()
                                    .dynamic()
                                    .read(Objects.requireNonNull(Codecs.find("json")).reader(json, 0, json.length));
            Objects.requireNonNull(said);
            all.add(
                    new Said(
                            (String) said.get("step"),
                            "client".equals(said.get("from")),
                            HexFormat.of().parseHex((String) said.get("hex"))));
        }
        return all;
    }

    private static List<String> lines(String name) {
        try (InputStream in = Recording.class.getResourceAsStream(name + ".jsonl")) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
