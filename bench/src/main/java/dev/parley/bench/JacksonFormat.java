package dev.parley.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.msgpack.jackson.dataformat.MessagePackMapper;

import java.io.IOException;

/// Jackson's way to write and read a [Track], with reader and writer prepared for it, as its documentation advises.
final class JacksonFormat implements RoundTrip.Format<Track> {
    private final ObjectWriter writer;
    private final ObjectReader reader;

    private JacksonFormat(ObjectMapper mapper) {
        writer = mapper.writerFor(Track.class);
        reader = mapper.readerFor(Track.class);
    }

    static Subject msgpack() {
        return new RoundTrip<>(new JacksonFormat(new MessagePackMapper()), Track.some());
    }

    static Subject json() {
        return new RoundTrip<>(new JacksonFormat(new JsonMapper()), Track.some());
    }

    @Override
    public byte[] write(Track track) throws IOException {
        return writer.writeValueAsBytes(track);
    }

    @Override
    public Track read(byte[] bytes) throws IOException {
        return reader.readValue(bytes);
    }
}
