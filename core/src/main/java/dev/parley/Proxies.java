package dev.parley;

import dev.parley.dispatch.Given;
import dev.parley.dispatch.Plan;
import dev.parley.model.CommandModel;
import dev.parley.model.ParameterModel;
import dev.parley.model.ServiceModel;
import dev.parley.value.Access;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes objects that look like a user's interface and call a service.
final class Proxies implements InvocationHandler {
    private final Client client;
    private final String name;
    private final Map<Method, Stub> stubs = new HashMap<>();

    /// How the calls of one method are made.
    private record Stub(CommandModel command, Plan plan, boolean plain) {}

    private Proxies(Client client, ServiceModel model) {
        this.client = client;
        name = model.name();
        for (CommandModel command : model.commands()) {
            boolean plain = command.parameters().stream().allMatch(p -> p.kind() == ParameterModel.Kind.NORMAL);
            Plan plan = Plan.of(model.name(), command, client.shapes().dynamic());
            stubs.put(command.method(), new Stub(command, plan, plain));
        }
    }

    static <T> T of(Class<T> type, ServiceModel model, Client client) {
        Proxies handler = new Proxies(client, model);
        for (Method method : type.getMethods()) { // one command may be declared by several interfaces
            handler.stubs.computeIfAbsent(method, m -> handler.same(m));
        }
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private @Nullable Stub same(Method method) {
        return stubs.values().stream()
                .filter(s ->
                        s.command.method().getName().equals(method.getName())
                                && s.command.parameters().size() == method.getParameterCount()
                                && !method.isDefault())
                .findFirst()
                .orElse(null);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        Stub stub = stubs.get(method);
        if (stub != null) {
            return client.invokeThrowing(stub.plan, given(stub, arguments));
        } else if (method.isDefault()) {
            return Access.invokeDefault(proxy, method, arguments);
        }
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "service " + name + " of " + client;
        };
    }

    private static Given given(Stub stub, @Nullable Object @Nullable [] arguments) {
        if (arguments == null) {
            return new Given(List.of(), Map.of(), null);
        }
        if (stub.plain) {
            return new Given(java.util.Arrays.asList(arguments), Map.of(), null);
        }
        List<@Nullable Object> positional = new ArrayList<>();
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        Object stream = null;
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            switch (stub.command.parameters().get(i).kind()) {
                case NORMAL -> positional.add(argument);
                case STREAM -> stream = argument;
                case REST -> {
                    for (int j = 0; argument != null && j < Array.getLength(argument); j++) {
                        positional.add(Array.get(argument, j));
                    }
                }
                case NAMED_REST -> {
                    if (argument instanceof Map<?, ?> map) {
                        map.forEach((k, v) -> named.put(String.valueOf(k), v));
                    }
                }
            }
        }
        return new Given(positional, named, stream);
    }
}
