package dev.parley;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Authenticators that are ready-made.
final class Authenticators {
    private static final String SCHEME = "Bearer ";

    private Authenticators() {}

    private record Entry(byte[] digest, Principal principal) {}

    /// What is compared are digests, of one length, and all of them: neither a token nor its place can be learned by time.
    static Authenticator tokens(Map<String, Principal> byToken) {
        List<Entry> entries =
                byToken.entrySet().stream()
                        .map(e -> {
                            if (e.getKey().isBlank()) {
                                throw new IllegalArgumentException("token of " + e.getValue() + ": got an empty one");
                            }
                            return new Entry(digest(e.getKey()), e.getValue());
                        })
                        .toList();
        return (peer, metadata) -> {
            String given = metadata.get(Authenticator.METADATA_KEY);
            if (given == null) {
                throw unknown("no token (expected metadata " + Authenticator.METADATA_KEY + ": Bearer TOKEN)");
            }
            if (!given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
                throw unknown("metadata " + Authenticator.METADATA_KEY + " without a token (expected Bearer TOKEN)");
            }
            byte[] digest = digest(given.substring(SCHEME.length()).strip());
            Principal found = null;
            for (Entry entry : entries) {
                found = MessageDigest.isEqual(entry.digest, digest) ? entry.principal : found;
            }
            if (found == null) {
                throw unknown("the token is not known");
            }
            return found;
        };
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static Authenticator tokenFile(Path file) throws IOException {
        Map<String, Principal> tokens = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.split("\\s+", -1);
            String place = file + ", line " + (i + 1) + ": ";
            if (words.length < 2) {
                throw new IllegalArgumentException(place + "got one word (expected TOKEN NAME, and perhaps ROLEs)");
            }
            Set<String> roles = Set.copyOf(Arrays.asList(words).subList(2, words.length));
            if (tokens.put(words[0], new Principal(words[1], roles)) != null) {
                throw new IllegalArgumentException(place + "the token of " + words[1] + " is another's, too");
            }
        }
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException(file + ": no tokens (expected lines of TOKEN NAME, and perhaps ROLEs)");
        }
        return tokens(tokens);
    }

    private static RpcException unknown(String message) {
        return new RpcException(Code.UNAUTHENTICATED, message);
    }

    static RpcException unknown(RpcException one, RpcException other) {
        return unknown(one.getMessage() + "; " + other.getMessage());
    }
}
