/// The JSON codec. With this module on the path, an end that asks for the format `json` finds it by itself; to use it
/// alone:
///
/// ```java
/// record Note(String text, List<String> tags) {}
///
/// Shape shape = new Shapes().of(Note.class);
/// Codec json = new JsonCodec();
/// Output out = new Output();
/// shape.write(json.writer(out), new Note("milk", List.of("shop")));
/// Object note = shape.read(json.reader(out.array(), 0, out.size()));
/// ```
module dev.parley.json {
    requires dev.parley.core;
    requires tools.jackson.core;
    requires static org.jspecify;

    exports dev.parley.json;

    provides dev.parley.value.Codec with
            dev.parley.json.JsonCodec;
}
