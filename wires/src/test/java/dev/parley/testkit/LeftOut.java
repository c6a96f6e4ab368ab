package dev.parley.testkit;

import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Removes what a suite [LeavesOut] from what JUnit has found, before anything runs.
public final class LeftOut implements PostDiscoveryFilter {
    /// The names that a suite leaves out although the conformance suite has no such groups or tests.
    static Set<String> unknown(Class<?> suite) {
        Set<String> names = of(suite);
        Arrays.stream(ConformanceSuite.class.getDeclaredClasses())
                .flatMap(group -> Stream.concat(Stream.of(group.getSimpleName()), tests(group)))
                .forEach(names::remove);
        return names;
    }

    private static Stream<String> tests(Class<?> group) {
        return AnnotationSupport.findAnnotatedMethods(group, Testable.class, HierarchyTraversalMode.TOP_DOWN).stream()
                .map(test -> name(group, test.getName()));
    }

    private static String name(Class<?> group, String test) {
        return group.getSimpleName() + "." + test;
    }

    /// The names of the groups and tests that a suite leaves out.
    static Set<String> of(Class<?> suite) {
        return AnnotationSupport.findRepeatableAnnotations(suite, LeavesOut.class).stream()
                .flatMap(each -> Arrays.stream(each.tests()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public FilterResult apply(TestDescriptor found) {
        Class<?> group = type(found.getParent());
        Class<?> suite = type(found.getParent().flatMap(TestDescriptor::getParent));
        if (group == null || suite == null || !(found.getSource().orElse(null) instanceof MethodSource test)) {
            return FilterResult.included("no test of a group");
        }
        Set<String> names = of(suite);
        return FilterResult.includedIf(
                !names.contains(group.getSimpleName()) && !names.contains(name(group, test.getMethodName())));
    }

    private static @Nullable Class<?> type(Optional<TestDescriptor> container) {
        return container.flatMap(TestDescriptor::getSource).orElse(null) instanceof ClassSource source
                ? source.getJavaClass()
                : null;
    }
}
