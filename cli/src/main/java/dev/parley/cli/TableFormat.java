package dev.parley.cli;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A row for each record, under the names of its fields. The rows of a stream are printed as they come: its columns are
/// those of its first record, and widen where they must.
final class TableFormat extends Format {
    private static final String GAP = "  ";
    private static final String SCALAR = "value";

    private final List<String> columns = new ArrayList<>();
    private int[] widths = {};

    TableFormat(Console console) {
        super(console);
    }

    @Override
    boolean isForPeople() {
        return true;
    }

    @Override
    void value(@Nullable Object value) {
        if (value instanceof Collection<?> list) {
            rows(list);
        } else if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                columns.add(cell(entry.getKey()));
            }
            int width = columns.stream().mapToInt(String::length).max().orElse(0);
            int i = 0;
            for (Object each : map.values()) {
                String name = columns.get(i++);
                console.print(head(name) + " ".repeat(width - name.length()) + GAP + cell(each) + "\n");
            }
        } else {
            console.print(cell(value) + "\n");
        }
        console.flush();
    }

    private void rows(Collection<?> list) {
        Set<String> names = new LinkedHashSet<>();
        for (Object row : list) {
            names.addAll(names(row));
        }
        columns.addAll(names);
        widths = columns.stream().mapToInt(String::length).toArray();
        for (Object row : list) {
            widen(cells(row));
        }
        if (!list.isEmpty()) {
            header();
        }
        for (Object row : list) {
            print(cells(row));
        }
    }

    @Override
    void item(@Nullable Object value) {
        if (columns.isEmpty()) {
            columns.addAll(names(value));
            widths = columns.stream().mapToInt(String::length).toArray();
            widen(cells(value));
            header();
        }
        String[] cells = cells(value);
        widen(cells);
        print(cells);
        console.flush();
    }

    private static Collection<String> names(@Nullable Object row) {
        if (!(row instanceof Map<?, ?> map)) {
            return List.of(SCALAR);
        }
        List<String> names = new ArrayList<>();
        for (Object key : map.keySet()) {
            names.add(String.valueOf(key));
        }
        return names;
    }

    private String[] cells(@Nullable Object row) {
        String[] cells = new String[columns.size()];
        for (int i = 0; i < cells.length; i++) {
            boolean there = !(row instanceof Map<?, ?> map) || map.containsKey(columns.get(i));
            Object value = row instanceof Map<?, ?> map ? map.get(columns.get(i)) : row;
            cells[i] = there && value != null ? cell(value) : "";
        }
        return cells;
    }

    private void widen(String[] cells) {
        for (int i = 0; i < cells.length; i++) {
            widths[i] = Math.max(widths[i], cells[i].length());
        }
    }

    private void header() {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String name = columns.get(i);
            boolean last = i == widths.length - 1;
            line.append(head(name)).append(last ? "" : " ".repeat(widths[i] - name.length()) + GAP);
        }
        console.print(line.append('\n').toString());
    }

    private String head(String name) {
        return console.hasColours() ? Paint.HEAD.on(name) : name;
    }

    private void print(String[] cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            boolean last = i == cells.length - 1;
            line.append(cells[i]).append(last ? "" : " ".repeat(widths[i] - cells[i].length()) + GAP);
        }
        console.print(line.toString().stripTrailing() + "\n");
    }

    private static String cell(@Nullable Object value) {
        return value instanceof String text ? Failures.printable(text) : JsonText.line(value);
    }
}
