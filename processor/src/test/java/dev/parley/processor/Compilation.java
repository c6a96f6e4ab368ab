package dev.parley.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Sources compiled in memory, with Parley's annotations and its processors, and all that came of it.
final class Compilation {
    private static final String SERVICE =
            "package dev.parley; public @interface Service { String value() default \"\"; }";
    private static final String COMMAND =
            "package dev.parley; public @interface Command { String value() default \"\"; }";
    private static final String UNWRITABLE = "Unwritable.parley";
    private static final Pattern PACKAGE = Pattern.compile("\\bpackage ([\\w.]+);");
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|record|enum) (\\w+)");

    final boolean succeeded;

    /// What the compiler says, one line for each diagnostic.
    final List<String> messages;

    /// By path.
    private final Map<String, ByteArrayOutputStream> outputs = new TreeMap<>();

    private Compilation(List<Processor> processors, List<String> options, String... sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        var files = new InMemory(compiler.getStandardFileManager(null, Locale.ROOT, UTF_8));
        List<JavaFileObject> units = new ArrayList<>(List.of(unit(SERVICE), unit(COMMAND)));
        for (String source : sources) {
            units.add(unit(source));
        }
        var task = compiler.getTask(null, files, diagnostics, options, null, units);
        task.setProcessors(processors);
        succeeded = task.call();
        messages = diagnostics.getDiagnostics().stream().map(Compilation::message).toList();
    }

    static Compilation of(String... sources) {
        return with(List.of(), sources);
    }

    static Compilation with(List<Processor> more, String... sources) {
        List<Processor> processors = new ArrayList<>(List.of(new ParleyProcessor(), new ClaimProcessor()));
        processors.addAll(more);
        return new Compilation(processors, List.of("-Xlint:all", "-Werror"), sources);
    }

    private static String message(Diagnostic<?> diagnostic) {
        return diagnostic.getKind() + ": " + diagnostic.getMessage(Locale.ROOT);
    }

    /// The paths of all descriptions.
    List<String> descriptions() {
        return outputs.keySet().stream().filter(path -> path.endsWith(".parley")).toList();
    }

    byte[] bytes(String path) {
        ByteArrayOutputStream output = outputs.get(path);
        if (output == null) {
            throw new AssertionError("no " + path + " in " + outputs.keySet() + ", compiler: " + messages);
        }
        return output.toByteArray();
    }

    String text(String path) {
        return new String(bytes(path), UTF_8);
    }

    /// As run time reads it.
    Map<String, String> description(String binaryName) {
        var properties = new Properties();
        try {
            properties.load(new StringReader(text(binaryName.replace('.', '/') + ".parley")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var entries = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(key -> entries.put(key, properties.getProperty(key)));
        return entries;
    }

    Class<?> load(String binaryName) throws ClassNotFoundException {
        return new ClassLoader(null) {
            @Override
            protected Class<?> findClass(String name) {
                byte[] bytes = bytes(name.replace('.', '/') + ".class");
                return defineClass(name, bytes, 0, bytes.length);
            }
        }.loadClass(binaryName);
    }

    private static JavaFileObject unit(String source) {
        Matcher packageName = PACKAGE.matcher(source);
        String folder = packageName.find() ? packageName.group(1).replace('.', '/') + '/' : "";
        Matcher typeName = TYPE.matcher(source);
        if (!typeName.find()) {
            throw new IllegalArgumentException(source);
        }
        URI uri = URI.create("memory:///" + folder + typeName.group(1) + ".java");
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public String getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }

    private final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        InMemory(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new Output(className.replace('.', '/') + kind.extension, kind);
        }

        @Override
        public FileObject getFileForOutput(
                Location location, String packageName, String relativeName, FileObject sibling) throws IOException {
            if (relativeName.equals(UNWRITABLE)) {
                throw new IOException("disk full");
            }
            String folder = packageName.isEmpty() ? "" : packageName.replace('.', '/') + '/';
            return new Output(folder + relativeName, JavaFileObject.Kind.OTHER);
        }
    }

    private final class Output extends SimpleJavaFileObject {
        private final String path;

        Output(String path, Kind kind) {
            super(URI.create("memory:///" + path), kind);
            this.path = path;
        }

        @Override
        public OutputStream openOutputStream() {
            var bytes = new ByteArrayOutputStream();
            outputs.put(path, bytes);
            return bytes;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text(path);
        }
    }
}
