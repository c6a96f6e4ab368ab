package dev.parley.cli;

import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What may follow behind the name of a command.
final class CommandCompletion {
    private final Completion completion;
    private final Options options;
    private final List<String> called;

    /// @param called the service, the command and what is behind it
    CommandCompletion(Completion completion, Options options, List<String> called) {
        this.completion = completion;
        this.called = called;
        this.options = options;
    }

    void complete(List<ServiceDescriptor> services) {
        for (ServiceDescriptor service : services) {
            for (ServiceDescriptor.Command command : service.commands()) {
                if (service.name().equals(called.get(0)) && Parameter.sameName(command.name(), called.get(1))) {
                    complete(new CommandLine(service.name(), command, options));
                }
            }
        }
    }

    private void complete(CommandLine line) {
        List<String> behind = called.subList(2, called.size());
        int position = 0;
        boolean onlyWords = false;
        Parameter open = null;
        Option ours = null;
        for (String word : behind) {
            if (open != null || ours != null) {
                open = null;
                ours = null;
            } else if (onlyWords || !CommandLine.isOption(word)) {
                position++;
            } else if (word.equals("--")) {
                onlyWords = true;
            } else if (!word.contains("=")) {
                open = line.parameter(word);
                open = open == null || open.isFlag() ? null : open;
                ours = open == null ? options.behindCommand(word) : null;
                ours = ours == null || ours.isFlag() ? null : ours;
            }
        }
        String typed = completion.typed();
        int equals = typed.startsWith("--") ? typed.indexOf('=') : -1;
        if (open != null) {
            values(open, "");
        } else if (ours != null) {
            completion.value(ours, options);
        } else if (equals > 0 && !onlyWords) {
            Parameter begun = line.parameter(typed.substring(0, equals));
            if (begun != null) {
                values(begun, typed.substring(0, equals + 1));
            }
        } else if (typed.startsWith("-") && !onlyWords) {
            options(line);
        } else {
            Parameter next = positional(line, position);
            if (next != null) {
                values(next, "");
            }
        }
    }

    private void options(CommandLine line) {
        for (Parameter parameter : line.parameters()) {
            if (!parameter.isPositional() && !parameter.isRest() && !parameter.isNamedRest()) {
                completion.add(parameter.isFlag() ? parameter.flag() : parameter.option(), parameter.doc());
            }
        }
        for (Option option : options.own().options()) {
            if (option.anywhere()) {
                completion.add(option.name(), option.doc());
            }
        }
        completion.add("--help", "what the command takes");
    }

    private static @Nullable Parameter positional(CommandLine line, int position) {
        int next = 0;
        Parameter rest = null;
        for (Parameter parameter : line.parameters()) {
            if (parameter.isRest()) {
                rest = parameter;
            } else if (parameter.isPositional() && next++ == position) {
                return parameter;
            }
        }
        return rest;
    }

    /// @param before what has been typed of the word before the value
    private void values(Parameter parameter, String before) {
        Schema schema = parameter.schema().is(Schema.Kind.LIST) ? parameter.schema().element() : parameter.schema();
        if (parameter.isStream() || schema.format().equals("path")) {
            completion.addFiles();
        } else if (schema.is(Schema.Kind.BOOLEAN)) {
            completion.add(before + "true", "");
            completion.add(before + "false", "");
        }
        for (Object each : schema.allowed()) {
            completion.add(before + each, "");
        }
    }
}
