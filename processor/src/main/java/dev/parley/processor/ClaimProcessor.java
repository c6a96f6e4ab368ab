package dev.parley.processor;

import java.util.Set;

import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;

/// Claims Parley's own annotations and does nothing else, so that `javac -Xlint:processing` has no cause to say "no
/// processor claimed any of these annotations" of them. [ParleyProcessor] cannot do that: it asks for all annotations and
/// would claim those of others too. It stands after [ParleyProcessor] wherever the two are listed, because javac asks no
/// further processors once all annotations are claimed.
public final class ClaimProcessor extends AbstractProcessor {
    public ClaimProcessor() {}

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of("dev.parley.*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        return true;
    }
}
