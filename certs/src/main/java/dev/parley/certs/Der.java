package dev.parley.certs;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Writes the few kinds of values in DER
/// ([X.690](https://www.itu.int/rec/T-REC-X.690)) that certificates are made of.
final class Der {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] TRUE = {-1};

    private Der() {}

    /// A value: its tag, its length, and what it is made of.
    static byte[] of(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 128) {
            out.write(length);
        } else {
            byte[] digits = BigInteger.valueOf(length).toByteArray();
            int from = digits[0] == 0 ? 1 : 0;
            out.write(128 + digits.length - from);
            out.write(digits, from, digits.length - from);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... parts) {
        return of(0x30, parts);
    }

    static byte[] set(byte[]... parts) {
        return of(0x31, parts);
    }

    static byte[] integer(BigInteger value) {
        return of(0x02, value.toByteArray());
    }

    static byte[] isTrue() {
        return of(0x01, TRUE);
    }

    static byte[] text(String value) {
        return of(0x0C, value.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] octets(byte[] value) {
        return of(0x04, value);
    }

    /// @param unused how many bits at the end do not count
    static byte[] bits(int unused, byte[] value) {
        return of(0x03, new byte[] {(byte) unused}, value);
    }

    /// To the second; up to 2049 as certificates want it, in two digits for the year.
    static byte[] time(Instant when) {
        String text = TIME.format(when);
        boolean isShort = text.compareTo("2050") < 0;
        return of(isShort ? 0x17 : 0x18, (isShort ? text.substring(2) : text).getBytes(StandardCharsets.US_ASCII));
    }

    /// An object identifier, such as `2.5.4.3`.
    static byte[] oid(String dotted) {
        String[] numbers = dotted.split("\\.");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(40 * Integer.parseInt(numbers[0]) + Integer.parseInt(numbers[1]));
        for (int i = 2; i < numbers.length; i++) {
            int number = Integer.parseInt(numbers[i]);
            for (int shift = 28; shift > 0; shift -= 7) {
                if (number >> shift != 0) {
                    out.write(number >> shift & 0x7F | 0x80);
                }
            }
            out.write(number & 0x7F);
        }
        return of(0x06, out.toByteArray());
    }
}
