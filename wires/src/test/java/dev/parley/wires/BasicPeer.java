package dev.parley.wires;

import dev.parley.value.Output;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;

/// The other end of a connection that speaks basic-socket-rpc, byte by byte.
final class BasicPeer implements AutoCloseable {
    static final byte[] ASK = BasicWire.message(BasicWire.INIT, (byte) 0, (byte) 0, (byte) 1);

    private final Socket socket;
    final DataInputStream in;

    /// A message, in words that can be compared.
    record Said(int type, String hex, String exception, String lastLine) {
        boolean isException(String name, String line) {
            return exception.equals(name) && lastLine.equals(line);
        }
    }

    BasicPeer(Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(socket.getInputStream());
    }

    static BasicPeer of(URI url) throws IOException {
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout(20_000);
        return new BasicPeer(socket);
    }

    /// One that has been let in.
    static BasicPeer begun(URI url) throws IOException {
        BasicPeer peer = of(url);
        if (!peer.asksToBegin()) {
            throw new AssertionError("has to wait");
        }
        return peer;
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /// Asks once.
    ///
    /// @return whether it may begin
    boolean asksToBegin() throws IOException {
        send(ASK);
        Said said = next();
        if (said.type() != BasicWire.INIT) {
            throw new AssertionError("got " + said);
        }
        return said.hex().equals("01");
    }

    static byte[] request(int id, byte... arguments) {
        Output out = new Output();
        BasicWire.head(out, BasicWire.REQUEST, Short.BYTES + arguments.length);
        BasicBytes.put(out, id, Short.BYTES);
        out.bytes(arguments);
        return out.toByteArray();
    }

    static byte[] text(String text) {
        Output out = new Output();
        BasicBytes.text(out, text);
        return out.toByteArray();
    }

    /// What hello says to a name.
    String hello(String name) throws IOException {
        send(request(0, text(name)));
        byte[] answer = content();
        return BasicBytes.text(answer, 5, answer.length - 5);
    }

    Said next() throws IOException {
        byte[] content = content();
        return said(content);
    }

    /// The type and what follows.
    private byte[] content() throws IOException {
        return content(in);
    }

    static byte[] content(InputStream in) throws IOException {
        byte[] head = in.readNBytes(4);
        if (head.length < 4) {
            throw new EOFException("the other end has closed the connection");
        }
        return in.readNBytes((int) BasicBytes.get(head, 0, 4) - 4);
    }

    static Said said(byte[] content) {
        String hex = java.util.HexFormat.of().formatHex(content, 1, content.length);
        if (content[0] != BasicErrors.EXCEPTION) {
            return new Said(content[0], hex, "", "");
        }
        int name = (int) BasicBytes.get(content, 1, 4);
        int text = (int) BasicBytes.get(content, 5 + name, 4);
        String[] lines = BasicBytes.text(content, 9 + name, text).strip().split("\n", -1);
        return new Said(content[0], "", BasicBytes.text(content, 5, name), lines[lines.length - 1]);
    }

    boolean isClosed() throws IOException {
        return in.read() < 0;
    }

    void leave() throws IOException {
        socket.close();
    }

    /// Leaves as a program does that is killed.
    void die() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
