package dev.parley.wires;

import dev.parley.value.Codec;
import dev.parley.value.Output;
import dev.parley.value.Reader;
import dev.parley.value.Writer;

/// The format of a command's arguments or result: values say nothing of their kind, the command does.
///
/// @param type of what is written; for arguments, the tuple of them
record BasicCodec(BasicCommand command, BasicType type, Role role) implements Codec {
    enum Role {
        VALUE,
        /// A list by position or a map by name, which makes no difference to the bytes.
        ARGUMENTS,
        /// The same for a list of both.
        MIXED
    }

    /// Those of one type are the same, whatever the command.
    @Override
    public String name() {
        return BasicSocketRpc.NAME + " " + type;
    }

    @Override
    public Writer writer(Output out) {
        return new BasicWriter(out, type, role);
    }

    @Override
    public Reader reader(byte[] bytes, int offset, int length) {
        return new BasicReader(bytes, offset, length, type, role != Role.VALUE);
    }
}
