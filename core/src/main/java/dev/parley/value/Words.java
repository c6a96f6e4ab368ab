package dev.parley.value;

import java.util.Locale;

/// Names in the forms that wires and users know.
public final class Words {
    private Words() {}

    /// `MockServer` → `mock_server`, `HTTPServer` → `http_server`, `add2Numbers` → `add2_numbers`.
    public static String snakeCase(String camelCase) {
        return camelCase
                .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
