package dev.parley.bench;

import java.util.Locale;

/// What figures are measured in, and how they are printed.
enum Unit {
    MICROS("%,.1f µs"),
    NANOS("%,.0f ns"),
    MILLIS("%,.0f ms"),
    PER_SECOND("%,.0f/s"),
    MIB_PER_SECOND("%,.0f MiB/s"),
    BYTES("%,.0f B"),
    KB("%,.0f KB");

    private final String format;

    Unit(String format) {
        this.format = format;
    }

    String text(double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
