package dev.parley.wires;

import dev.parley.Code;
import dev.parley.wire.Frame;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Failures as MessagePack-RPC says them, whose errors may be any value. Ours is a text, which all libraries show:
/// `CODE Type: message`, or without a type `CODE: message`, with `, not run` before the colon where the command surely has
/// not. Those of others are understood as far as they are alike.
final class MsgPackRpcErrors {
    private static final Pattern TYPE = Pattern.compile("[\\p{L}_$][\\w$.]*");
    private static final String NOT_RUN = ", not run";
    private static final Pattern TEXT =
            Pattern.compile("([A-Z_]+)(?: (" + TYPE + "))?(" + NOT_RUN + ")?: (.*)", Pattern.DOTALL);

    private MsgPackRpcErrors() {}

    static String text(Frame.Failure failure) {
        String type = TYPE.matcher(failure.type()).matches() ? " " + failure.type() : "";
        return failure.code() + type + (failure.ran() ? "" : NOT_RUN) + ": " + failure.message();
    }

    /// @param error what stands in the error's place, read without a type
    static Frame.Failure failure(int id, Object error) {
        return switch (error) {
            case String text -> ofText(id, text);
            case byte[] bytes -> ofText(id, new String(bytes, StandardCharsets.UTF_8));
            case List<?> list when list.size() == 2 && list.getLast() instanceof String message ->
                    named(id, list.getFirst(), message); // Neovim's, and that of many other servers
            case Map<?, ?> map when map.get("message") instanceof String message ->
                    named(id, map.containsKey("code") ? map.get("code") : map.get("type"), message);
            default -> failure(id, Code.UNKNOWN, "", true, shown(error));
        };
    }

    private static Frame.Failure ofText(int id, String text) {
        Matcher parts = TEXT.matcher(text);
        Code code = parts.matches() ? Code.named(parts.group(1)) : null;
        if (code == null) {
            return failure(id, Code.UNKNOWN, "", true, text);
        }
        String type = parts.group(2);
        return failure(id, code, type == null ? "" : type, parts.group(3) == null, parts.group(4));
    }

    /// @param name a code of ours, or whatever else the error is called
    private static Frame.Failure named(int id, @Nullable Object name, String message) {
        String text = name == null ? "" : name instanceof String known ? known : shown(name);
        Code code = Code.named(text);
        return code == null ? failure(id, Code.UNKNOWN, text, true, message) : failure(id, code, "", true, message);
    }

    private static Frame.Failure failure(int id, Code code, String type, boolean ran, String message) {
        return new Frame.Failure(id, code, type, message, ran, "", Map.of(), null);
    }

    /// A value for people, much like JSON.
    private static String shown(@Nullable Object value) {
        return switch (value) {
            case String text -> '"' + text + '"';
            case byte[] bytes -> "hex:" + HexFormat.of().formatHex(bytes);
            case List<?> list -> list.stream().map(MsgPackRpcErrors::shown).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(entry -> shown(entry.getKey()) + ": " + shown(entry.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
            case null, default -> String.valueOf(value);
        };
    }
}
