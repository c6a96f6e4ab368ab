package dev.parley.bench;

/// Says why something cannot be measured here, which is nobody's fault.
final class Unavailable extends Exception {
    Unavailable(String why) {
        super(why);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
