package dev.parley.value;

import java.util.Arrays;

/// Generic types, written down as the components of a record.
final class Types {
    private Types() {}

    static JavaType component(Class<? extends Record> holder, String name) {
        return Arrays.stream(holder.getRecordComponents())
                .filter(component -> component.getName().equals(name))
                .map(component -> JavaType.of(component.getGenericType()))
                .findFirst()
                .orElseThrow();
    }
}
