package dev.parley.value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// A list, set or other collection.
final class ListShape extends Shape {
    private static final int TRUSTED_SIZE = 1024;

    private final Shape element;
    private final boolean unique;
    private final IntFunction<Collection<Object>> create;

    /// @param create makes an empty collection for about so many elements
    ListShape(Shape element, boolean unique, IntFunction<Collection<Object>> create) {
        this.element = element;
        this.unique = unique;
        this.create = create;
    }

    @Override
    void put(Writer out, Object value) {
        Collection<?> collection = (Collection<?>) value;
        Object[] elements = collection.toArray(); // the size must be right, whoever changes the collection meanwhile
        out.beginList(elements.length);
        for (int i = 0; i < elements.length; i++) {
            try {
                element.write(out, elements[i]);
            } catch (ValueException e) {
                throw e.inElement(i);
            }
        }
        out.endList();
    }

    @Override
    @SuppressWarnings("NullAway") // collections of values may hold null
    Object take(Reader in) {
        int size = in.beginList();
        Collection<Object> list = create.apply(Math.clamp(size, 8, TRUSTED_SIZE));
        int i = 0;
        try {
            int unordered = 0;
            for (; in.more(); i++) {
                Object value = element.read(in);
                if (unique && !(value instanceof Comparable<?>) && ++unordered > MapShape.MOST_UNORDERED) {
                    throw ValueException.mismatch(
                            "a set of more than " + MapShape.MOST_UNORDERED + " lists, maps or records",
                            "at most " + MapShape.MOST_UNORDERED);
                }
                list.add(value);
            }
        } catch (ValueException e) {
            throw e.inElement(i);
        } catch (NullPointerException | ClassCastException e) { // a collection that refuses null or wants an order
            throw ValueException.refused("collection", e).inElement(i);
        }
        return list;
    }

    /// Reads the elements into a list, whatever the collection would be.
    static List<Object> elements(Shape element, Reader in) {
        ArrayList<Object> elements = new ArrayList<>();
        new ListShape(element, false, _ -> elements).take(in);
        return elements;
    }

    @Override
    public String text() {
        return (unique ? "set<" : "list<") + element.text() + ">";
    }

    @Override
    public Map<String, Object> schema(Schemas definitions) {
        Map<String, Object> schema = Schemas.map("type", "array", "items", element.schema(definitions));
        if (unique) {
            schema.put("uniqueItems", true);
        }
        return schema;
    }
}
