package dev.parley.examples;

/// How urgent a note is.
public enum Priority {
    LOW,
    NORMAL,
    HIGH
}
