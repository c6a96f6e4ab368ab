package dev.parley.wire;

import java.util.HexFormat;

/// Guesses from its first bytes what a peer speaks that does not speak ours, for a log line that helps.
final class LooksLike {
    private LooksLike() {}

    static String describe(byte[] bytes, int from, int to) {
        int length = Math.min(to - from, 8);
        String text = new String(bytes, from, length, java.nio.charset.StandardCharsets.ISO_8859_1);
        String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, from, from + length);
        if (text.matches("(GET|POST|PUT|HEAD|OPTIONS|DELETE|PATCH|PRI|HTTP).*")) {
            return hex + ": HTTP";
        } else if (length > 1 && (bytes[from] == 0x16 || bytes[from] == 0x15) && bytes[from + 1] == 3) {
            return hex + ": TLS";
        } else if (text.startsWith("SSH-")) {
            return hex + ": SSH";
        }
        return hex;
    }
}
