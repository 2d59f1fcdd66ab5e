package io.tocsin.check;

import java.nio.file.Path;

/**
 * A file that is looked at.
 *
 * @param path where it is
 * @param name how findings name it
 */
public record SourceFile(Path path, String name, FileKind kind, String text) {}
