package io.tocsin.cli;

import io.tocsin.importer.AlertmanagerImport;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The template files that a configuration names: where it says, and, since it may have been copied from another machine,
 * beside it.
 */
record TemplateDirectory(Path configuration) implements AlertmanagerImport.TemplateFiles {

    private static final int MAX_FILES = 100;

    @Override
    public Map<String, String> matching(String pattern) {
        Path here = configuration.toAbsolutePath().getParent();
        Path named = here == null ? Path.of(pattern) : here.resolve(pattern);
        Map<String, String> found = read(named);
        return found.isEmpty() && here != null ? read(here.resolve(String.valueOf(named.getFileName()))) : found;
    }

    private static Map<String, String> read(Path pattern) {
        Map<String, String> texts = new TreeMap<>();
        Path directory = pattern.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            return texts;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, String.valueOf(pattern.getFileName()))) {
            for (Path file : files) {
                if (Files.isRegularFile(file) && texts.size() < MAX_FILES) {
                    texts.put(String.valueOf(file.getFileName()), Files.readString(file));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new CommandFailedException("the templates " + pattern + " cannot be read: " + e.getMessage());
        }
        return texts;
    }
}
