package dev.parley.wire;

import java.util.HexFormat;

/// Frames in words, their values in hex, so that tests can compare them.
public final class FrameText {
    private FrameText() {}

    public static String of(Frame frame) {
        return switch (frame) {
            case Frame.Call call ->
                    "Call "
                            + call.id()
                            + " "
                            + call.command()
                            + " remaining="
                            + call.remaining()
                            + (call.soft() ? " soft " : " ")
                            + call.metadata()
                            + (call.streams() ? " streams" : "")
                            + (call.mixed() ? " mixed" : "")
                            + value(call.body());
            case Frame.Item item -> "Item " + item.id() + value(item.body());
            case Frame.Result result -> "Result " + result.id() + " " + result.metadata() + value(result.body());
            case Frame.Failure failure ->
                    "Failure "
                            + failure.id()
                            + " "
                            + failure.code()
                            + " ("
                            + failure.type()
                            + ") "
                            + failure.message()
                            + (failure.ran() ? " ran" : "")
                            + " trace="
                            + failure.trace()
                            + " "
                            + failure.metadata()
                            + value(failure.body());
            case Frame.More more -> "More " + more.id() + value(more.part());
            default -> frame.toString();
        };
    }

    private static String value(Encoded body) {
        if (body == null) {
            return " without a value";
        }
        return " value=" + HexFormat.of().formatHex(body.bytes(), body.offset(), body.offset() + body.length());
    }
}
