package dev.parley.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Service;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import javax.tools.ToolProvider;

/// Services in named modules, whose packages the core sees into as far as they are open.
class ModulesTest {
    @TempDir Path folder;

    private Path source(String name, String text) throws Exception {
        Path file = folder.resolve("src").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /// A service in a package that is open, with an interface in another package.
    private Class<?> service(String moduleInfo) throws Exception {
        Path core = Path.of(Service.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path module = source("module-info.java", moduleInfo);
        Path api =
                source(
                        "app/api/Notes.java",
                        """
                        package app.api;
                        @dev.parley.Command public interface Notes { int add(String text); }
                        """);
        Path service =
                source(
                        "app/inside/NotesService.java",
                        """
                        package app.inside;
                        public class NotesService implements app.api.Notes {
                            @Override public int add(String text) { return 0; }
                        }
                        """);
        Path classes = folder.resolve("classes");
        String options = "-proc:none --add-reads app=ALL-UNNAMED -cp " + core + " -d " + classes;
        List<String> arguments = new ArrayList<>(List.of(options.split(" ")));
        List.of(module, api, service).forEach(file -> arguments.add(file.toString()));
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(status).isZero();
        Files.writeString(classes.resolve("app/api/Notes.parley"), "add(java.lang.String).names=text\n");
        Configuration configuration =
                ModuleLayer.boot().configuration().resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("app"));
        ModuleLayer.Controller layer =
                ModuleLayer.defineModulesWithOneLoader(
                        configuration, List.of(ModuleLayer.boot()), getClass().getClassLoader());
        Module app = layer.layer().findModule("app").orElseThrow();
        layer.addReads(app, getClass().getModule());
        return layer.layer().findLoader("app").loadClass("app.inside.NotesService");
    }

    @Test
    void notesInPackagesThatAreOpenAreRead() throws Exception {
        Class<?> service = service("module app { opens app.api; opens app.inside; }");
        assertThat(Models.parameters(Models.command(service))).containsExactly("text");
    }

    /// Not that names are missing, which they are not.
    @Test
    void notesInAPackageThatIsNotOpenAreSaidToBeHidden() throws Exception {
        Class<?> service = service("module app { exports app.api; opens app.inside; }");
        Models.assertRefused(
                service,
                "command notes.add: class app.api.Notes cannot be read (add `opens app.api to dev.parley.core;` to the"
                        + " module-info of app)");
    }
}
