package dev.parley;

import dev.parley.model.ParameterModel.Kind;
import dev.parley.model.ServiceDescriptor;

import java.util.ArrayList;
import java.util.List;

/// Finds what a caller's interface has wrong about a service.
final class Mismatches {
    private Mismatches() {}

    static List<String> between(ServiceDescriptor own, ServiceDescriptor served) {
        List<String> problems = new ArrayList<>();
        for (ServiceDescriptor.Command command : own.commands()) {
            served.commands().stream()
                    .filter(c -> c.name().equals(command.name()))
                    .findFirst()
                    .ifPresentOrElse(
                            c -> compare(command, c, problems),
                            () ->
                                    problems.add(
                                            command.name()
                                                    + ": no such command (there are: "
                                                    + String.join(
                                                            ", ",
                                                            served.commands().stream()
                                                                    .map(ServiceDescriptor.Command::name)
                                                                    .toList())
                                                    + ")"));
        }
        return problems;
    }

    private static void compare(
            ServiceDescriptor.Command own, ServiceDescriptor.Command served, List<String> problems) {
        List<ServiceDescriptor.Parameter> given = ofKind(own, Kind.NORMAL);
        List<ServiceDescriptor.Parameter> taken = ofKind(served, Kind.NORMAL);
        boolean rest = !ofKind(served, Kind.REST).isEmpty();
        for (int i = 0; i < Math.max(given.size(), taken.size()); i++) {
            if (i >= given.size()) {
                if (taken.get(i).required()) {
                    problems.add(own.name() + ": misses parameter " + taken.get(i).name() + ", which is required");
                }
            } else if (i >= taken.size()) {
                if (!rest) {
                    problems.add(
                            own.name()
                                    + ": has "
                                    + given.size()
                                    + " parameters (expected at most "
                                    + taken.size()
                                    + ")");
                    return;
                }
            } else {
                types(
                        own.name() + ": parameter " + taken.get(i).name(),
                        given.get(i).type(),
                        taken.get(i).type(),
                        problems);
            }
        }
        streams(own, served, problems);
        if (own.result().stream() != served.result().stream()) {
            problems.add(
                    own.name()
                            + ": gives "
                            + (served.result().stream() ? "a stream" : "a single value")
                            + " (the interface expects "
                            + (own.result().stream() ? "a stream" : "a single value")
                            + ")");
        } else if (!own.result().type().equals("nothing")) {
            types(own.name() + ": result", own.result().type(), served.result().type(), problems);
        }
    }

    private static void streams(
            ServiceDescriptor.Command own, ServiceDescriptor.Command served, List<String> problems) {
        List<ServiceDescriptor.Parameter> given = ofKind(own, Kind.STREAM);
        List<ServiceDescriptor.Parameter> taken = ofKind(served, Kind.STREAM);
        if (given.isEmpty() != taken.isEmpty()) {
            problems.add(
                    own.name()
                            + ": takes "
                            + (taken.isEmpty() ? "no stream" : "a stream")
                            + " (the interface gives "
                            + (given.isEmpty() ? "none" : "one")
                            + ")");
        } else if (!given.isEmpty()) {
            types(
                    own.name() + ": items of " + taken.getFirst().name(),
                    given.getFirst().type(),
                    taken.getFirst().type(),
                    problems);
        }
    }

    /// Named types may differ in name: what counts is what they look like, which is not compared further.
    private static void types(String place, String own, String served, List<String> problems) {
        boolean named = Character.isUpperCase(own.charAt(0)) && Character.isUpperCase(served.charAt(0));
        if (!own.equals(served) && !own.equals("any") && !served.equals("any") && !named) {
            problems.add(place + ": is " + served + " (the interface has " + own + ")");
        }
    }

    private static List<ServiceDescriptor.Parameter> ofKind(ServiceDescriptor.Command command, Kind kind) {
        return command.parameters().stream().filter(p -> p.kind() == kind).toList();
    }
}
