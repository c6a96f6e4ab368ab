package dev.parley.json;

import dev.parley.value.Codec;
import dev.parley.value.Output;
import dev.parley.value.Reader;
import dev.parley.value.Writer;

/// JSON as of RFC 8259, in UTF-8, nothing more lenient in reading and no white space in writing.
///
/// What JSON has no kind for is text: bytes in base64, timestamps as RFC 3339 in UTC, and the reals that are no numbers
/// as `"NaN"`, `"Infinity"`, `"-Infinity"`. An extension is `{"type": 5, "data": "AQID"}`. Integers and decimals are
/// numbers with all their digits. Integers are also read from text (`"9007199254740993"`), for those who cannot write
/// them otherwise, such as JavaScript.
///
/// A map's key is text: that of the scalar (`1`, `true`, `null`), or the JSON text of a list or map. Each is read back
/// as what is asked for, while [Reader#peek()] can only say that it is text. Keys within keys are limited to four levels,
/// because each doubles the backslashes. Where a key stands twice in a map, the last counts; the tag of a sealed type is
/// the first.
///
/// Values that follow each other need white space between them only after a number, `true`, `false` or `null`.
/// Numbers of more than 1,000 characters are refused both ways.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
public final class JsonCodec implements Codec {
    @Override
    public String name() {
        return "json";
    }

    @Override
    public Writer writer(Output out) {
        return new JsonWriter(out);
    }

    @Override
    public Reader reader(byte[] bytes, int offset, int length) {
        return new JsonReader(new Tokens(bytes, offset, offset + length, ""));
    }
}
