package dev.parley.processor;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Map.entry;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;

/// How the processor behaves in a user's build. [Compilation] compiles with `-Xlint:all -Werror`.
class BuildTest {
    @Test
    void nothingIsPrintedWithAllWarningsOn() {
        var compilation =
                Compilation.of(
                        """
                        package a;
                        import dev.parley.*;
                        /** Notes. */
                        @Service public class Notes {
                            /** @param text the text */
                            @Command public int add(String text) { return 1; }
                            /** @param id the number */
                            public record Note(int id) {}
                            @Override public String toString() { return ""; }
                        }
                        """);
        assertThat(compilation.messages).isEmpty();
        assertThat(compilation.succeeded).isTrue();
        assertThat(compilation.descriptions()).hasSize(2);
    }

    @Test
    void oneFileWithParleysAnnotationsOnlyIsQuietToo() {
        var compilation = Compilation.of("@dev.parley.Service class Notes {}");
        assertThat(compilation.messages).isEmpty();
        assertThat(compilation.descriptions()).hasSize(1);
    }

    @Test
    void processorsOfOtherAnnotationsAreStillAsked() {
        var other = new Other("java.lang.Deprecated");
        Compilation.with(List.of(other), "class A { @Deprecated @dev.parley.Command void a() {} }");
        assertThat(other.asked).containsExactly("java.lang.Deprecated");
    }

    @Test
    void parameterTypesThatOthersGenerateHaveTheirName() {
        var compilation =
                Compilation.with(
                        List.of(new Other("java.lang.Deprecated")),
                        """
                        package a;
                        /** Notes. */
                        @dev.parley.Service @Deprecated class Notes {
                            /** Adds. */
                            void add(Generated.Inner inner, Generated[] more) {}
                        }
                        """);
        assertThat(compilation.messages).noneMatch(message -> message.startsWith("ERROR"));
        assertThat(compilation.description("a.Notes"))
                .contains(
                        entry("add(a.Generated$Inner,[La.Generated;).names", "inner,more"),
                        entry("add(a.Generated$Inner,[La.Generated;).doc", "Adds."));
        assertThat(compilation.descriptions()).containsExactly("a/Generated.parley", "a/Notes.parley");
    }

    @Test
    void aBuildThatFailsAnywayGetsNoFurtherMessage() {
        var compilation =
                Compilation.of(
                        """
                        package a;
                        @dev.parley.Service class Notes { void add(Missing missing, Missing[] more) {} }
                        """);
        assertThat(compilation.messages).hasSize(2).allMatch(message -> message.contains("class Missing"));
    }

    @Test
    void aFileThatCannotBeWrittenIsOnlyANote() {
        var compilation = Compilation.of("package a; @dev.parley.Service class Unwritable {}");
        assertThat(compilation.messages)
                .containsExactly("NOTE: no description of a.Unwritable was written: java.io.IOException: disk full");
        assertThat(compilation.succeeded).isTrue();
    }

    @Test
    void theProcessorsAreFoundInOrder() {
        // javac asks nobody further once all annotations are claimed.
        assertThat(ServiceLoader.load(Processor.class).stream().map(ServiceLoader.Provider::type))
                .containsSubsequence(ParleyProcessor.class, ClaimProcessor.class);
    }

    @Test
    void gradleIsToldThatEachFileComesFromOneType() throws IOException {
        try (InputStream in =
                ParleyProcessor.class.getResourceAsStream("/META-INF/gradle/incremental.annotation.processors")) {
            assertThat(in).isNotNull();
            assertThat(new String(in.readAllBytes()).lines())
                    .containsExactly(
                            ParleyProcessor.class.getName() + ",isolating",
                            ClaimProcessor.class.getName() + ",isolating");
        }
    }

    @Test
    void anySourceVersionIsSupported() {
        assertThat(new ParleyProcessor().getSupportedSourceVersion()).isEqualTo(SourceVersion.latest());
        assertThat(new ClaimProcessor().getSupportedSourceVersion()).isEqualTo(SourceVersion.latest());
    }

    /// Somebody else's processor, which generates a service in its first round.
    private static final class Other extends AbstractProcessor {
        private final String annotation;
        private final Set<String> asked = new LinkedHashSet<>();

        Other(String annotation) {
            this.annotation = annotation;
        }

        @Override
        public Set<String> getSupportedAnnotationTypes() {
            return Set.of(annotation);
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latest();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            if (asked.isEmpty()) {
                generate();
            }
            annotations.forEach(type -> asked.add(type.getQualifiedName().toString()));
            return false;
        }

        private void generate() {
            try (Writer out = processingEnv.getFiler().createSourceFile("a.Generated").openWriter()) {
                out.write("package a; @dev.parley.Service class Generated { static class Inner {} }");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
