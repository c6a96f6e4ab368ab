package dev.parley.bench;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The service for grpc-java, without Protobuf: two numbers and the rest is text, which is less work than Protobuf's.
final class GrpcMethods {
    static final MethodDescriptor<Note, Note> ECHO = method("echo", MethodType.UNARY);

    /// Takes a note whose number says how many notes to send.
    static final MethodDescriptor<Note, Note> LIST = method("list", MethodType.SERVER_STREAMING);

    private GrpcMethods() {}

    static ServerServiceDefinition service() {
        return ServerServiceDefinition.builder("notes")
                .addMethod(ECHO, ServerCalls.asyncUnaryCall(GrpcMethods::echo))
                .addMethod(LIST, ServerCalls.asyncServerStreamingCall(GrpcMethods::list))
                .build();
    }

    private static MethodDescriptor<Note, Note> method(String name, MethodType type) {
        return MethodDescriptor.<Note, Note>newBuilder(new Notes(), new Notes())
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName("notes", name))
                .setSampledToLocalTracing(false)
                .build();
    }

    private static void echo(Note note, StreamObserver<Note> to) {
        to.onNext(note);
        to.onCompleted();
    }

    /// Sends while the connection takes it, goes on when it does again.
    private static void list(Note request, StreamObserver<Note> observer) {
        ServerCallStreamObserver<Note> to = (ServerCallStreamObserver<Note>) observer;
        int[] sent = {0};
        to.setOnReadyHandler(() -> {
            while (to.isReady() && sent[0] < request.number()) {
                to.onNext(Note.of(sent[0]++));
                if (sent[0] == request.number()) {
                    to.onCompleted();
                }
            }
        });
    }

    /// A note as bytes.
    private static final class Notes implements MethodDescriptor.Marshaller<Note> {
        private static final int NUMBERS = Integer.BYTES + Long.BYTES;

        @Override
        public InputStream stream(Note note) {
            byte[] text = note.text().getBytes(StandardCharsets.UTF_8);
            byte[] bytes = new byte[NUMBERS + text.length];
            ByteBuffer.wrap(bytes).putInt(note.number()).putLong(note.time()).put(text);
            return new Bytes(bytes);
        }

        @Override
        public Note parse(InputStream in) {
            try {
                byte[] bytes = new byte[in.available()];
                Call.require(in.readNBytes(bytes, 0, bytes.length) == bytes.length, "a note", "fewer bytes");
                ByteBuffer numbers = ByteBuffer.wrap(bytes);
                String text = new String(bytes, NUMBERS, bytes.length - NUMBERS, StandardCharsets.UTF_8);
                return new Note(text, numbers.getInt(), numbers.getLong());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Tells its length and writes itself, so that grpc-java needs no buffers to copy it, as Protobuf's messages do.
    private static final class Bytes extends ByteArrayInputStream implements KnownLength, Drainable {
        Bytes(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            return (int) transferTo(target);
        }
    }
}
