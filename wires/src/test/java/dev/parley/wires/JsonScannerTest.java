package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.json.JsonCodec;
import dev.parley.value.Kind;
import dev.parley.value.Reader;
import dev.parley.value.ValueException;
import dev.parley.wires.JsonScanner.Found;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/// Where a JSON text ends, and where it goes wrong.
class JsonScannerTest {
    private static final int TEXTS = 1_000_000;
    private static final long SEED = 20_251_122;
    private static final List<String> TOKENS =
            List.of(
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    ":",
                    "\"a\"",
                    "\"\"",
                    "\"\\u00e4\"",
                    "\"\\\\\"",
                    "\"\\x\"",
                    "\"",
                    "\\",
                    "1",
                    "-0",
                    "01",
                    "1.5e-3",
                    "1.",
                    ".5",
                    "-",
                    "1e",
                    "true",
                    "null",
                    "nul",
                    "false",
                    " ",
                    "\n",
                    "\t",
                    "+1",
                    "\"\n\"",
                    "x",
                    "NaN",
                    "'a'",
                    "/**/");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Gives the scanner a text in pieces.
    private static Found scan(JsonScanner scanner, byte[] text, Random random) {
        Found found = Found.MORE;
        for (int at = 0; at < text.length && found == Found.MORE; ) {
            at = Math.min(text.length, at + 1 + random.nextInt(8));
            found = scanner.scan(text, 0, at);
        }
        return found;
    }

    /// Whether the codec finds a list or map, and nothing behind it.
    private static boolean isWhole(byte[] text) {
        try {
            Reader reader = new JsonCodec().reader(text, 0, text.length);
            Kind kind = reader.peek();
            reader.skip();
            return (kind == Kind.LIST || kind == Kind.MAP) && reader.peek() == Kind.END;
        } catch (ValueException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "[{\"a\":[1,-2.5E+7,true,false,null,\"\\u00e4\\\"\\\\\\/\\b\\f\\n\\r\\t\"]},[]]",
                "{ \"a\" : { } ,\r\n\t\"a\":0 }"
            })
    void aValueEndsWithItsBracket(String text) {
        JsonScanner scanner = new JsonScanner();
        byte[] all = bytes(text + " {");
        assertThat(scanner.scan(all, 0, all.length)).isEqualTo(Found.END);
        assertThat(scanner.at()).isEqualTo(text.length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "1!0!not where { or [ must stand",
                "\"a\"!0!not where { or [ must stand",
                ",!0!not where { or [ must stand",
                "{1!1!not where a key or } must stand",
                "{\"a\",!4!not where : must stand",
                "{\"a\":}!5!not where a value must stand",
                "{\"a\":1,}!7!not where a key must stand",
                "[1}!2!not where , or ] must stand",
                "[1 2]!3!not where , or ] must stand",
                "[,!1!not where a value or ] must stand",
                "[01]!3!neither a number nor true, false or null",
                "[-]!2!neither a number nor true, false or null",
                "[truE]!5!neither a number nor true, false or null",
                "[\"\\a!3!an unknown escape",
                "[\"\\u12g!6!an escape without four digits"
            })
    void whatIsWrongIsFoundWhereItStands(String text, int at, String why) {
        JsonScanner scanner = new JsonScanner();
        assertThat(scan(scanner, bytes(text), new Random(1))).isEqualTo(Found.WRONG);
        assertThat(scanner.at()).isEqualTo(at);
        assertThat(scanner.wrong()).isEqualTo(why);
    }

    @Test
    void aTextWithALineBreakIsWrong() {
        JsonScanner scanner = new JsonScanner();
        assertThat(scan(scanner, bytes("[\"a\nb\"]"), new Random(1))).isEqualTo(Found.WRONG);
        assertThat(scanner.at()).isEqualTo(3);
    }

    /// It agrees with the codec on what is JSON, whatever the pieces are that it comes in.
    @Test
    void itAgreesWithTheCodec() {
        int whole = 0;
        for (int i = 0; i < TEXTS; i++) {
            Random random = new Random(SEED + i);
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "[" : "{\"k\":");
            for (int n = random.nextInt(6); n >= 0; n--) {
                text.append(TOKENS.get(random.nextInt(TOKENS.size())));
            }
            text.append(random.nextInt(4) == 0 ? "" : text.charAt(0) == '[' ? "]" : "}");
            byte[] bytes = bytes(text.toString());
            JsonScanner scanner = new JsonScanner();
            Found found = scan(scanner, bytes, random);
            boolean scanned = found == Found.END && scanner.at() == text.toString().stripTrailing().length();
            assertThat(scanned).as("%s", text).isEqualTo(isWhole(bytes));
            whole += scanned ? 1 : 0;
        }
        assertThat(whole).isBetween(TEXTS / 50, TEXTS / 2);
    }
}
