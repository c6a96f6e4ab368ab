package dev.parley.cli;

/// Colours of a terminal.
///
/// @see <a href="https://en.wikipedia.org/wiki/ANSI_escape_code#Select_Graphic_Rendition_parameters">SGR</a>
enum Paint {
    KEY("36"),
    TEXT("32"),
    NUMBER("33"),
    WORD("35"),
    HEAD("1"),
    ERROR("1;31");

    private final String begin;

    Paint(String code) {
        begin = "\u001b[" + code + "m";
    }

    String on(String text) {
        return begin + text + "\u001b[0m";
    }
}
