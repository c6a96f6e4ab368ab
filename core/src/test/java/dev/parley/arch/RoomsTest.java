package dev.parley.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import dev.parley.Service;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The rooms of the core and the doors between them, as `docs/` and each package-info have them. A new door is a line
/// here, with a reason in the commit.
class RoomsTest {
    private static final String TOP = "dev.parley";

    /// What a user writes on his own classes.
    private static final Set<String> ANNOTATIONS =
            Set.of(
                    "Allow",
                    "Command",
                    "Deadline",
                    "Default",
                    "Doc",
                    "Exclusive",
                    "Fails",
                    "Idempotent",
                    "Inline",
                    "MaxConcurrent",
                    "OneWay",
                    "Rest",
                    "Service",
                    "Tag");

    /// What all rooms may speak of.
    private static final Set<String> WORDS =
            Set.of("Call", "CallListener", "Code", "Limits", "Peer", "Principal", "RpcException");

    /// The classes that put a server or a client together: they alone see all rooms.
    private static final List<String> FRONT =
            List.of(
                    "Client",
                    "Server",
                    "Connections",
                    "Proxies",
                    "Meta",
                    "Remote",
                    "Mismatches",
                    "Target",
                    "Line",
                    "Address",
                    "Race",
                    "Spoken");

    private static final JavaClasses CORE =
            new ClassFileImporter().importUrl(Service.class.getProtectionDomain().getCodeSource().getLocation());

    /// A predicate for classes and for arrays of them.
    private static DescribedPredicate<JavaClass> are(String what, Predicate<JavaClass> test) {
        return describe(what, c -> test.test(c.getBaseComponentType()));
    }

    private static DescribedPredicate<JavaClass> outside() {
        return are(
                "of the JDK or JSpecify",
                c ->
                        c.isPrimitive()
                                || Stream.of("java.", "javax.", "jdk.", "org.jspecify.")
                                        .anyMatch(c.getName()::startsWith));
    }

    private static DescribedPredicate<JavaClass> top(Set<String> names) {
        return are(
                "one of " + new TreeSet<>(names), c -> c.getPackageName().equals(TOP) && names.contains(outermost(c)));
    }

    private static String outermost(JavaClass c) {
        String name = c.getName().substring(c.getPackageName().length() + 1);
        int dollar = name.indexOf('$');
        return dollar < 0 ? name : name.substring(0, dollar);
    }

    private static DescribedPredicate<JavaClass> front() {
        return are(
                "of those that put servers and clients together",
                c -> c.getPackageName().equals(TOP) && FRONT.stream().anyMatch(outermost(c)::startsWith));
    }

    private static DescribedPredicate<JavaClass> rooms(String... names) {
        Set<String> packages = Arrays.stream(names).map(name -> TOP + "." + name).collect(Collectors.toSet());
        return are("in " + new TreeSet<>(packages), c -> packages.contains(c.getPackageName()));
    }

    private static void uses(String room, DescribedPredicate<JavaClass> allowed) {
        classes()
                .that()
                .resideInAPackage(TOP + "." + room)
                .should()
                .onlyDependOnClassesThat(outside().or(rooms(room)).or(allowed))
                .check(CORE);
    }

    @Test
    void valuesKnowNothingButTheTagAnnotation() {
        uses("value", top(Set.of("Tag")));
    }

    @Test
    void wiresKnowValuesModelsAndCodes() { // models, as in some protocols only who knows the command can read its
        // values
        uses("wire", rooms("value", "model").or(top(Set.of("Code"))));
    }

    @Test
    void linksKnowBuffersPeersAndWhoIsTrusted() {
        DescribedPredicate<JavaClass> buffers = are("Output", c -> c.getName().equals("dev.parley.value.Output"));
        uses("link", buffers.or(top(Set.of("Peer", "Tls"))));
    }

    @Test
    void sessionsKnowWiresLinksAndValues() {
        uses("session", rooms("wire", "link", "value").or(top(WORDS)));
    }

    @Test
    void modelsKnowValuesCodesAndAnnotations() {
        uses("model", rooms("value").or(top(ANNOTATIONS)).or(top(Set.of("Code"))));
    }

    @Test
    void dispatchersKnowAllButLinks() {
        uses(
                "dispatch",
                rooms("model", "session", "value", "wire")
                        .or(top(ANNOTATIONS))
                        .or(top(WORDS))
                        .or(top(Set.of("Authenticator", "Interceptor", "Invocation", "ServerHooks"))));
    }

    @Test
    void onlyThoseWhoPutServersAndClientsTogetherSeeAllRooms() {
        noClasses()
                .that()
                .resideInAPackage(TOP)
                .and(DescribedPredicate.not(front()))
                .should()
                .dependOnClassesThat(rooms("dispatch", "link", "model", "session", "wire").or(front()))
                .check(CORE);
    }

    @Test
    void theWordsOfAllRoomsKnowNoRoom() {
        DescribedPredicate<JavaClass> words = top(WORDS).or(top(Set.of("CurrentCall", "Interceptor", "Invocation")));
        classes().that(words).should().onlyDependOnClassesThat(outside().or(words)).check(CORE);
    }

    @Test
    void annotationsKnowNothing() {
        classes()
                .that(top(ANNOTATIONS))
                .should()
                .onlyDependOnClassesThat(outside().or(top(Set.of("Code"))))
                .check(CORE);
    }

    @Test
    void roomsDoNotGoInCircles() {
        slices().matching(TOP + ".(*)..").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void thereAreNoOtherRooms() {
        classes()
                .should()
                .resideInAnyPackage(
                        TOP,
                        TOP + ".dispatch",
                        TOP + ".link",
                        TOP + ".model",
                        TOP + ".session",
                        TOP + ".value",
                        TOP + ".wire")
                .check(CORE);
    }

    @Test
    void theCoreNeedsNothingButTheJdk() {
        classes()
                .should()
                .onlyDependOnClassesThat(outside().or(are("of the core", c -> c.getPackageName().startsWith(TOP))))
                .check(CORE);
    }

    @Test
    void nobodyPrints() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CORE);
    }

    @Test
    void nobodyLogsPastSystemLogger() {
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CORE);
    }
}
