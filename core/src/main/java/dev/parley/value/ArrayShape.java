package dev.parley.value;

import java.lang.reflect.Array;
import java.util.List;
import java.util.Map;

/// An array, except of bytes (bytes) and of characters (text).
final class ArrayShape extends Shape {
    private final Class<?> component;
    private final Shape element;

    ArrayShape(Class<?> component, Shape element) {
        this.component = component;
        this.element = element;
    }

    @Override
    void put(Writer out, Object value) {
        int length = Array.getLength(value);
        out.beginList(length);
        switch (value) {
            case int[] ints -> {
                for (int v : ints) {
                    out.integer(v);
                }
            }
            case long[] longs -> {
                for (long v : longs) {
                    out.integer(v);
                }
            }
            case double[] doubles -> {
                for (double v : doubles) {
                    out.real(v);
                }
            }
            default -> {
                for (int i = 0; i < length; i++) {
                    try {
                        element.write(out, Array.get(value, i));
                    } catch (ValueException e) {
                        throw e.inElement(i);
                    }
                }
            }
        }
        out.endList();
    }

    @Override
    Object take(Reader in) {
        List<Object> elements = ListShape.elements(element, in);
        Object array = Array.newInstance(component, elements.size());
        for (int i = 0; i < elements.size(); i++) {
            Array.set(array, i, elements.get(i));
        }
        return array;
    }

    @Override
    public String text() {
        return "list<" + element.text() + ">";
    }

    @Override
    public Map<String, Object> schema(Schemas definitions) {
        return Schemas.map("type", "array", "items", element.schema(definitions));
    }
}
