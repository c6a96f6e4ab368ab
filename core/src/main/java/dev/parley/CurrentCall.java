package dev.parley;

/// Which call the current thread runs for.
final class CurrentCall {
    static final ScopedValue<Call> VALUE = ScopedValue.newInstance();

    private CurrentCall() {}
}
