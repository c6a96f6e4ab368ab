package dev.parley.model;

import dev.parley.value.Names;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// A command of a service: a method, as others see it.
///
/// @param parameters in the order of the method's
/// @param errors those that its comment tells of, and those it declares that are marked with a code
/// @param deadline how long a call may take when the caller does not say; null where it is left to the client, zero for as
///     long as it likes
/// @param inline whether it runs on the thread that reads
/// @param method the method, of the class or of an interface that the class implements
public record CommandModel(
        String name,
        String doc,
        List<ParameterModel> parameters,
        ResultModel result,
        List<ErrorModel> errors,
        @Nullable Duration deadline,
        boolean inline,
        Method method) {
    /// The names of the parameters, in order.
    public Names names() {
        return new Names(parameters.stream().map(ParameterModel::name).toList());
    }

    /// The index of the parameter of a kind of which there is at most one; -1 for none.
    public int indexOf(ParameterModel.Kind kind) {
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).kind() == kind) {
                return i;
            }
        }
        return -1;
    }

    /// The indices of the parameters that are given by position, in that order.
    public int[] positional() {
        return IntStream.range(0, parameters.size())
                .filter(i -> parameters.get(i).kind() == ParameterModel.Kind.NORMAL)
                .toArray();
    }
}
