package dev.parley;

import java.util.Set;

/// Who makes a call, as an [Authenticator] has found out.
///
/// @param name for logs and for handlers; not empty
/// @param roles what [Allow] asks for
public record Principal(String name, Set<String> roles) {
    /// @throws IllegalArgumentException for an empty name
    public Principal {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("principal: got no name");
        }
        roles = Set.copyOf(roles);
    }

    public Principal(String name, String... roles) {
        this(name, Set.of(roles));
    }

    @Override
    public String toString() {
        return name;
    }
}
