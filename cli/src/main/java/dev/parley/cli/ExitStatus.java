package dev.parley.cli;

import dev.parley.Code;

/// The exit status for each class of outcome; [GeneralHelp] lists them.
final class ExitStatus {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int UNAVAILABLE = 3;
    static final int NOT_FOUND = 4;
    static final int LATE = 5;
    static final int DENIED = 6;
    static final int EXHAUSTED = 7;
    static final int INTERRUPTED = 130;
    static final int BROKEN_PIPE = 141;

    private ExitStatus() {}

    static int of(Code code) {
        return switch (code) {
            case INVALID_ARGUMENT, OUT_OF_RANGE, UNIMPLEMENTED -> USAGE;
            case UNAVAILABLE -> UNAVAILABLE;
            case NOT_FOUND -> NOT_FOUND;
            case DEADLINE_EXCEEDED -> LATE;
            case PERMISSION_DENIED, UNAUTHENTICATED -> DENIED;
            case RESOURCE_EXHAUSTED -> EXHAUSTED;
            case CANCELLED, UNKNOWN, ALREADY_EXISTS, FAILED_PRECONDITION, ABORTED, INTERNAL, DATA_LOSS -> FAILED;
        };
    }
}
