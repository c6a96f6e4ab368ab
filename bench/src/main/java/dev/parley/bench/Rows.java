package dev.parley.bench;

import dev.parley.Limits;
import dev.parley.json.JsonCodec;
import dev.parley.value.MsgPackCodec;

import java.util.List;

/// All rows, in the order of the table.
final class Rows {
    static final List<Row> ALL =
            List.of(
                    new LatencyRow(Net.UNIX),
                    new LatencyRow(Net.TCP),
                    new TlsRow(),
                    new HopRow(),
                    new WireRow(),
                    new InFlightRow(),
                    new StreamRow(),
                    new BlobRow(1),
                    new BlobRow(4),
                    new FileRow(true, Limits.DEFAULT.window()),
                    new FileRow(true, FileRow.LARGE),
                    new FileRow(false, Limits.DEFAULT.window()),
                    new IdleRow(),
                    new FormatRow(
                            "msgpack", "MessagePack", new MsgPackCodec(), JacksonFormat::msgpack, Goal.atLeast(3)),
                    new FormatRow("json", "JSON", new JsonCodec(), JacksonFormat::json, Goal.NONE),
                    new ColdRow(),
                    new JarRow());

    private Rows() {}

    static Row named(String name) {
        return ALL.stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no row is named " + name));
    }
}
