package dev.parley.wires;

import dev.parley.Code;

import java.util.List;

/// The visible table between our errors and those of Python, both ways; `docs/wires.md` shows it.
final class PythonErrors {
    /// @param java the simple names of exceptions that our handlers throw
    private record Row(String python, Code code, List<String> java) {}

    private static final List<Row> TABLE =
            List.of(
                    new Row("ValueError", Code.INVALID_ARGUMENT, List.of("IllegalArgumentException")),
                    new Row("TypeError", Code.INVALID_ARGUMENT, List.of("ClassCastException")),
                    new Row("KeyError", Code.NOT_FOUND, List.of("NoSuchElementException")),
                    new Row(
                            "FileNotFoundError",
                            Code.NOT_FOUND,
                            List.of("NoSuchFileException", "FileNotFoundException")),
                    new Row("LookupError", Code.NOT_FOUND, List.of()),
                    new Row("IndexError", Code.OUT_OF_RANGE, List.of("IndexOutOfBoundsException")),
                    new Row("OverflowError", Code.OUT_OF_RANGE, List.of("ArithmeticException")),
                    new Row("FileExistsError", Code.ALREADY_EXISTS, List.of("FileAlreadyExistsException")),
                    new Row(
                            "PermissionError",
                            Code.PERMISSION_DENIED,
                            List.of("AccessDeniedException", "SecurityException")),
                    new Row("NotImplementedError", Code.UNIMPLEMENTED, List.of("UnsupportedOperationException")),
                    new Row("AttributeError", Code.UNIMPLEMENTED, List.of()),
                    new Row("TimeoutError", Code.DEADLINE_EXCEEDED, List.of("TimeoutException")),
                    new Row("RuntimeError", Code.FAILED_PRECONDITION, List.of("IllegalStateException")),
                    new Row("ConnectionError", Code.UNAVAILABLE, List.of()),
                    new Row("MemoryError", Code.RESOURCE_EXHAUSTED, List.of()),
                    new Row("EOFError", Code.DATA_LOSS, List.of("EOFException")),
                    new Row(
                            "CancelledError",
                            Code.CANCELLED,
                            List.of("CancellationException", "InterruptedException")));

    private PythonErrors() {}

    /// The name of a failure for Python's users. Names that the table does not have stay as they are.
    ///
    /// @param type the name of ours; may be empty
    static String name(Code code, String type) {
        for (Row row : TABLE) {
            if (row.java.contains(type)) {
                return row.python;
            }
        }
        if (!type.isEmpty()) {
            return type;
        } else if (code == Code.UNAUTHENTICATED) {
            return "PermissionError";
        }
        return TABLE.stream().filter(row -> row.code == code).map(Row::python).findFirst().orElse("RuntimeError");
    }

    /// How many rows it has.
    static int size() {
        return TABLE.size();
    }

    /// The code for an exception of Python.
    static Code code(String name) {
        return TABLE.stream().filter(row -> row.python.equals(name)).map(Row::code).findFirst().orElse(Code.UNKNOWN);
    }
}
