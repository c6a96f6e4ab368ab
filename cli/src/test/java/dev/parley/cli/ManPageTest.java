package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// `parley help --man`.
@Timeout(60)
class ManPageTest {
    private static final List<String> MACROS = List.of(".TH", ".SH", ".SS", ".TP", ".PP", ".B", ".br", ".nf", ".fi");

    @Test
    void itIsRoffThatTellsOfAllWordsAndOptions() {
        Outcome outcome = Outcome.of("help", "--man");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .startsWith(".TH PARLEY 1 \"\" \"parley ")
                .contains("\n.SH NAME\nparley \\- calls and serves plain Java classes\n")
                .contains("\n.SS parley serve WHAT\\[u2026] [OPTION\\[u2026]]\n")
                .contains("\n.B \\-u, \\-\\-url URL\n")
                .contains("130  interrupted by Ctrl\\-C")
                .doesNotContain("complete bash|zsh|fish LINE");
        for (OwnWord word : OwnWords.all()) {
            assertThat(outcome.out()).contains("\n.SS parley " + word.name());
        }
        for (String line : outcome.out().split("\n")) {
            assertThat(line).matches("\\p{ASCII}*");
            if (line.startsWith(".")) {
                assertThat(MACROS).contains(line.split(" ")[0]);
            }
        }
    }

    @Test
    void groffHasNothingToSayOfIt() throws Exception {
        boolean there =
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> new File(folder, "groff").canExecute());
        if (!there) {
            String what = "NOT TESTED: the manual page, for want of groff (apt-get install groff-base)";
            System.err.println(what);
            abort(what); // CI takes no skipped test
        }
        String page = Outcome.of("help", "--man").out();
        Process groff = new ProcessBuilder("groff", "-man", "-ww", "-Tutf8", "-P-c").start();
        groff.getOutputStream().write(page.getBytes(StandardCharsets.UTF_8));
        groff.getOutputStream().close();
        String shown = new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(new String(groff.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
        assertThat(shown.replaceAll(".\b", "").replaceAll("\\s+", " ")) // bold is printed twice
                .contains("parley serve WHAT… [OPTION…]")
                .contains("--tls-ca FILE trusts servers");
    }
}
