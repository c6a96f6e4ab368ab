package dev.parley.cli;

import dev.parley.Version;

import java.util.ArrayList;
import java.util.List;

/// The manual page, made of the same table as help, in the man macros that groff and mandoc read.
final class ManPage {
    private final StringBuilder page = new StringBuilder();

    private ManPage() {}

    static String text() {
        ManPage man = new ManPage();
        man.write();
        return man.page.toString();
    }

    private void write() {
        page.append(".TH PARLEY 1 \"\" \"parley ").append(escaped(Version.TEXT)).append("\"\n");
        section("NAME");
        page.append("parley \\- calls and serves plain Java classes\n");
        section("SYNOPSIS");
        synopsis("parley [OPTION…] SERVICE COMMAND [ARGUMENT…]");
        synopsis("parley [OPTION…] SERVICE [COMMAND] --help");
        synopsis("parley WORD [OPTION…]");
        section("DESCRIPTION");
        paragraphs(
                "Calls the commands of a server, which tells what there are and what they take, and serves Java classes"
                        + " and sources. Without a word, lists what the server offers.");
        section("WORDS");
        for (OwnWord word : OwnWords.all()) {
            page.append(".SS ").append(escaped("parley " + word.usage())).append('\n');
            paragraphs(word.doc().isEmpty() ? capital(word.summary()) + "." : word.doc());
            List<Option> own = new ArrayList<>(word.options());
            if (own.containsAll(Connection.OPTIONS)) { // told once, below
                own.removeAll(OwnWords.CALL.options());
            }
            options(own);
        }
        section("OPTIONS");
        paragraphs("Of the words that call a server, before the command's name:");
        options(OwnWords.CALL.options());
        options(Options.ALWAYS);
        section("EXAMPLES AND STATUS");
        page.append(".nf\n");
        (GeneralHelp.EXAMPLES + GeneralHelp.STATUS)
                .lines()
                .filter(each -> !each.endsWith("anywhere):"))
                .forEach(this::line);
        page.append(".fi\n");
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private void section(String title) {
        page.append(".SH ").append(title).append('\n');
    }

    private void synopsis(String text) {
        page.append(".B ").append(escaped(text)).append("\n.br\n");
    }

    private void paragraphs(String text) {
        page.append(".PP\n");
        for (String each : text.split("\n")) {
            if (each.isEmpty()) {
                page.append(".PP\n");
            } else if (each.startsWith(" ")) {
                page.append(".br\n").append(escaped(each.strip())).append("\n.br\n");
            } else {
                line(each);
            }
        }
    }

    private void options(List<Option> options) {
        for (Option option : options) {
            page.append(".TP\n.B ").append(escaped(option.synopsis())).append('\n');
            line(option.doc());
        }
    }

    private void line(String text) {
        page.append(escaped(text)).append('\n');
    }

    /// What would mean something to roff is written so that it does not; nothing but ASCII is left.
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        if (text.startsWith(".") || text.startsWith("'")) {
            escaped.append("\\&");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                default -> escaped.append(c < 128 ? String.valueOf(c) : "\\[u%04X]".formatted((int) c));
            }
        }
        return escaped.toString();
    }
}
