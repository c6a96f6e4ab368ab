/// Protocols of others, spoken by servers and clients of ours.
module dev.parley.wires {
    requires transitive dev.parley.core;
    requires static org.jspecify;

    exports dev.parley.wires;

    opens dev.parley.wires to
            dev.parley.core;

    provides dev.parley.wire.Protocol with
            dev.parley.wires.BasicSocketRpc,
            dev.parley.wires.JsonRpcProtocol,
            dev.parley.wires.MsgPackRpcProtocol,
            dev.parley.wires.SnekProtocol,
            dev.parley.wires.ZrpcProtocol;
}
