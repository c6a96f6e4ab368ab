package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What nobody expects of a handler is told to the server's log alone; its caller hears where to find it there.
@Timeout(60)
class UnexpectedErrorsTest {
    private static final Pattern TOLD = Pattern.compile("unexpected error ([0-9a-f]{8}), see the server's log");

    private static final class Surprise extends RuntimeException {
        Surprise() {
            super("the password is 1234");
        }
    }

    @Service("fragile")
    static class Fragile {
        @Command
        String fail() {
            throw new Surprise();
        }

        @Command
        Stream<String> failLater() {
            return Stream.of(1, 2)
                    .map(n -> {
                        if (n == 2) {
                            throw new Surprise();
                        }
                        return "one";
                    });
        }
    }

    @Test
    void theIdThatACallerIsToldLeadsToTheStackTraceInTheServersLog() throws Exception {
        Set<String> ids = new HashSet<>();
        try (Logged log = new Logged("dev.parley.dispatch.Failures");
                Server _ = Server.builder().service(new Fragile()).listen("memory://fragile").start();
                Client client = Client.connect("memory://fragile")) {
            RemoteService fragile = client.service("fragile");
            for (String command : List.of("fail", "failLater", "fail")) {
                RpcException failure =
                        catchThrowableOfType(
                                RpcException.class,
                                () -> {
                                    if (command.equals("fail")) {
                                        fragile.call(command);
                                    } else {
                                        fragile.stream(command).toList();
                                    }
                                });
                Matcher told = TOLD.matcher(failure.getMessage());
                assertThat(told.matches()).as(failure.toString()).isTrue();
                assertThat(failure.code()).isEqualTo(Code.INTERNAL);
                LogRecord record = log.next(Level.ALL);
                assertThat(record.getLevel()).isEqualTo(Level.SEVERE);
                assertThat(record.getMessage())
                        .startsWith("call of fragile." + command + " by memory")
                        .endsWith(" failed (error " + told.group(1) + ")");
                assertThat(record.getThrown()).isInstanceOf(Surprise.class);
                assertThat(Logged.text(record))
                        .contains("the password is 1234")
                        .contains("at " + Fragile.class.getName() + "." + (command.equals("fail") ? "fail" : "lambda"));
                ids.add(told.group(1));
            }
            assertThat(log.rest()).isEmpty();
        }
        assertThat(ids).as("one for each failure").hasSize(3);
    }
}
