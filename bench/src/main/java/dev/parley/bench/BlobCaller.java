package dev.parley.bench;

import java.nio.ByteBuffer;
import java.util.Random;

/// Has one large byte array echoed by Parley, again and again. As with [RawEcho], it is numbered at both ends.
final class BlobCaller implements Call {
    private final Notes notes;
    private final byte[] blob;
    private long number;

    BlobCaller(Notes notes, int size) {
        this.notes = notes;
        blob = new byte[size];
        new Random(1).nextBytes(blob);
    }

    @Override
    public void run() {
        int last = blob.length - Long.BYTES;
        number++;
        ByteBuffer.wrap(blob).putLong(0, number).putLong(last, number);
        byte[] back = notes.blob(blob);
        boolean right =
                back.length == blob.length
                        && ByteBuffer.wrap(back).getLong(0) == number
                        && ByteBuffer.wrap(back).getLong(last) == number;
        if (!right) {
            throw Call.wrong("blob " + number, back.length + " bytes");
        }
        if (number % 1000 == 1) {
            Call.require(java.util.Arrays.equals(blob, back), "blob " + number, "other bytes");
        }
    }
}
