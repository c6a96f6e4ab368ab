package dev.parley.services;

import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.services.HealthService.Status;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;

/// The states of one service, each different from the one before. Has no end; interrupting the thread that waits for the
/// next one ends it with [Code#CANCELLED].
final class Changes implements Iterator<Status> {
    private final HealthService health;
    private final String service;
    private final Status first;
    private @Nullable Status last;

    Changes(HealthService health, String service, Status first) {
        this.health = health;
        this.service = service;
        this.first = first;
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public Status next() {
        try {
            Status status = last == null ? first : health.awaitOther(service, last);
            last = status;
            return status;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RpcException(Code.CANCELLED, "nobody watches any more", e);
        }
    }
}
