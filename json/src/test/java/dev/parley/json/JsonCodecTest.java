package dev.parley.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.value.Codec;

import org.junit.jupiter.api.Test;

import java.util.ServiceLoader;

class JsonCodecTest {
    @Test
    void theCodecIsFoundByItsName() {
        assertThat(ServiceLoader.load(Codec.class))
                .filteredOn(codec -> codec.name().equals("json"))
                .hasExactlyElementsOfTypes(JsonCodec.class);
    }
}
