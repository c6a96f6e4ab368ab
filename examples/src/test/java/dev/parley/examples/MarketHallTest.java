package dev.parley.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.RpcException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

@Timeout(60)
class MarketHallTest {
    private static final String USER = System.getProperty("user.name");

    @TempDir Path folder;

    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private String url;
    private MarketHall hall;

    @BeforeEach
    void open() {
        url = "unix://" + folder.resolve("s");
        hall = new MarketHall(url, 2, said::add);
    }

    @AfterEach
    void close() {
        hall.close();
    }

    private static void put(Client client, String thing) {
        client.service("cart").call("put", thing);
    }

    @Test
    void theTillHearsOfEachThing() {
        List<String> scanned = new ArrayList<>();
        try (Client client = Client.connect(url)) {
            assertThat(
                            MarketHall.shop(
                                    client,
                                    List.of("milk", "bread"),
                                    (n, of, thing) -> scanned.add(n + "/" + of + thing)))
                    .isEqualTo(2);
        }
        assertThat(scanned).containsExactly("1/2milk", "2/2bread");
    }

    @Test
    void whoDropsOffLeavesHisThingsBehind() throws InterruptedException {
        try (Client ann = Client.connect(url)) {
            put(ann, "milk");
            assertThat(said.take()).isEqualTo(USER + " came in");
            try (Client bob = Client.connect(url)) {
                put(bob, "bread");
                assertThat(said.take()).isEqualTo(USER + " came in");
            }
            assertThat(List.of(said.take(), said.take()))
                    .containsExactlyInAnyOrder(USER + " left", "bread goes back on its shelf");
            assertThat(ann.service("cart").call("put", "eggs")).isEqualTo(2L);
        }
    }

    @Test
    void aFullHallLetsNobodyIn() throws InterruptedException {
        try (Client ann = Client.connect(url);
                Client bob = Client.connect(url)) {
            put(ann, "milk");
            put(bob, "bread");
            assertThatThrownBy(() -> put(Client.connect(url), "eggs"))
                    .isInstanceOf(RpcException.class)
                    .hasMessage("the hall is full (customers: 2)");
        }
        String next = said.take();
        while (!next.endsWith(" left")) {
            next = said.take();
        }
        try (Client carl = Client.connect(url)) {
            put(carl, "eggs");
        }
    }
}
