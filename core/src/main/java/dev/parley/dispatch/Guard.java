package dev.parley.dispatch;

import dev.parley.Authenticator;
import dev.parley.Code;
import dev.parley.Peer;
import dev.parley.Principal;
import dev.parley.RpcException;
import dev.parley.model.CommandModel;
import dev.parley.session.InboundCall;
import dev.parley.wire.CommandName;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Lets only those call who may: asks the server's [Authenticator] who it is, and compares roles.
public final class Guard {
    private final Authenticator authenticator;
    private final Set<CommandName> open;

    /// @param open what may be called by anybody
    public Guard(Authenticator authenticator, Set<CommandName> open) {
        this.authenticator = authenticator;
        this.open = Set.copyOf(open);
    }

    /// Looks who a peer is that must have its place before it can call anything, and so before it can say it.
    ///
    /// @param services those that it may call
    /// @throws RpcException where nobody knows it, and none of their commands is for anybody
    /// @throws RuntimeException what the authenticator fails with otherwise
    void letIn(Peer peer, Set<String> services) {
        if (open.stream().anyMatch(name -> services.contains(name.service()))) {
            return;
        }
        @Nullable Principal caller = authenticator.authenticate(peer, Map.of()); // null as below
        if (caller == null) {
            throw new RpcException(Code.UNAUTHENTICATED, "the caller is not known");
        }
    }

    /// Refuses the call if it must be. Its token is hidden from whatever runs for it, also where nobody had to know it.
    ///
    /// @param command null for one that there is not
    /// @return whether it may run
    /// @throws RuntimeException what the authenticator fails with, other than refusals
    boolean lets(InboundCall call, @Nullable CommandModel command) {
        Map<String, String> said = call.metadata();
        call.hide(Authenticator.METADATA_KEY);
        if (open.contains(call.name())) {
            return true;
        }
        @Nullable Principal caller; // an authenticator may forget that it must not return null
        try {
            caller = authenticator.authenticate(call.peer(), said);
        } catch (RpcException e) {
            call.reply().refuse(e.code(), e.type(), call.name() + ": " + e.getMessage());
            return false;
        }
        if (caller == null) {
            call.reply().refuse(Code.UNAUTHENTICATED, "", call.name() + ": the caller is not known");
            return false;
        }
        call.authenticated(caller);
        Set<String> roles = command == null ? null : command.allow();
        if (roles == null || roles.isEmpty() || !Collections.disjoint(caller.roles(), roles)) {
            return true;
        }
        call.reply()
                .refuse(
                        Code.PERMISSION_DENIED,
                        "",
                        call.name()
                                + ": "
                                + caller
                                + " may not call it (it takes the role "
                                + String.join(" or ", new TreeSet<>(roles))
                                + ")");
        return false;
    }
}
