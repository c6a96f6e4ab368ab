/// Carries the names of parameters and the Javadoc of services to run time, with no `-parameters` flag. It is only put on
/// the compiler's path; nothing in a program refers to it:
///
/// ```
/// javac --processor-path parley-processor.jar -cp parley-core.jar NotesService.java
/// ```
///
/// For each service, each type with commands and each documented record, a file with its binary simple name and the ending
/// `.parley` is written beside the class file, as `java.util.Properties` text in UTF-8:
///
/// ```
/// add(java.lang.String,a.b.Priority).doc=Adds a note and returns its number.
/// add(java.lang.String,a.b.Priority).names=text,priority
/// add(java.lang.String,a.b.Priority).param.text=what to remember
/// doc=Short notes.
/// ```
module dev.parley.processor {
    requires java.compiler;
    requires static org.jspecify;

    provides javax.annotation.processing.Processor with
            dev.parley.processor.ParleyProcessor,
            dev.parley.processor.ClaimProcessor;
}
