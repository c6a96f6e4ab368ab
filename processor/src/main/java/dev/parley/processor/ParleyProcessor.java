package dev.parley.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Filer;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.tools.Diagnostic;
import javax.tools.FileObject;
import javax.tools.StandardLocation;

/// Writes a [Description] beside the class file of every type that has one. It never claims an annotation, generates no
/// code, prints nothing and never fails a build: where a file cannot be written there is a note, and at run time the names
/// and texts are missing.
public final class ParleyProcessor extends AbstractProcessor {
    /// What to describe, by canonical name, with the module it is in. Elements must not be kept from round to round.
    private final Map<String, String> found = new LinkedHashMap<>();

    public ParleyProcessor() {}

    /// All, since a record with documented components need not carry any annotation.
    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of("*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        round.getRootElements().forEach(this::find);
        if (round.processingOver()) {
            // Only now do parameter types that other processors generate surely exist.
            found.forEach(this::describe);
        }
        return false;
    }

    private void find(Element element) {
        if (element instanceof TypeElement type && Marks.mayBeDescribed(type)) {
            ModuleElement module = processingEnv.getElementUtils().getModuleOf(type);
            found.put(type.getQualifiedName().toString(), module == null ? "" : module.getQualifiedName().toString());
        }
        ElementFilter.typesIn(element.getEnclosedElements()).forEach(this::find);
    }

    private void describe(String name, String moduleName) {
        Elements elements = processingEnv.getElementUtils();
        ModuleElement module = moduleName.isEmpty() ? null : elements.getModuleElement(moduleName);
        TypeElement type = module == null ? elements.getTypeElement(name) : elements.getTypeElement(module, name);
        if (type == null) {
            return;
        }
        try {
            Description description = Description.of(type, elements, processingEnv.getTypeUtils());
            if (description != null) {
                write(type, description);
            }
        } catch (IOException | RuntimeException e) {
            processingEnv
                    .getMessager()
                    .printMessage(Diagnostic.Kind.NOTE, "no description of " + name + " was written: " + e, type);
        }
    }

    private void write(TypeElement type, Description description) throws IOException {
        Elements elements = processingEnv.getElementUtils();
        String packageName = elements.getPackageOf(type).getQualifiedName().toString();
        String binaryName = elements.getBinaryName(type).toString();
        String simpleName = packageName.isEmpty() ? binaryName : binaryName.substring(packageName.length() + 1);
        FileObject file = create(type, packageName, simpleName + ".parley");
        try (Writer out = new OutputStreamWriter(file.openOutputStream(), UTF_8)) {
            out.write(description.toProperties());
        }
    }

    private FileObject create(TypeElement type, String packageName, String name) throws IOException {
        Filer filer = processingEnv.getFiler();
        try {
            return filer.createResource(StandardLocation.CLASS_OUTPUT, packageName, name, type);
        } catch (FilerException e) {
            // The module must be said where several are compiled at once and have the same package, and nowhere else.
            ModuleElement module = processingEnv.getElementUtils().getModuleOf(type);
            if (module == null || module.isUnnamed()) {
                throw e;
            }
            String place = module.getQualifiedName() + "/" + packageName;
            return filer.createResource(StandardLocation.CLASS_OUTPUT, place, name, type);
        }
    }
}
