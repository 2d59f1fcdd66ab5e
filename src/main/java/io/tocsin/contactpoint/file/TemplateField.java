package io.tocsin.contactpoint.file;

import io.tocsin.contactpoint.render.TemplateModel;
import io.tocsin.gotemplate.GoLibrary;
import io.tocsin.template.TemplateException;
import io.tocsin.template.TextTemplate;
import io.tocsin.yaml.YamlFields;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads a template that stands in the file itself, or in a file of the templates directory. Go templates may call what the
 * {@code *.tmpl} files of that directory define, as Alertmanager's {@code templates:} are.
 */
final class TemplateField {

    private static final Pattern CALL = Pattern.compile("\\{\\{-?\\s*template\\s|\\btmpl\\s");
    private static final int MAX_FILES = 100;

    private final Path templatesDir;

    TemplateField(Path templatesDir) {
        this.templatesDir = templatesDir.toAbsolutePath().normalize();
    }

    @Nullable
    TextTemplate parse(YamlFields settings, String field, ContactPointProblems problems) {
        Node node = settings.find(field);
        if (node == null) {
            return null;
        }
        if (node instanceof ScalarNode scalar) {
            return compile(scalar.getValue(), node, field, problems);
        }
        if (!(node instanceof MappingNode)) {
            problems.add(node, field + " must be a text or {file: NAME}");
            return null;
        }
        String name = YamlFields.of(node, field, Set.of("file"), Map.of(), settings.source())
                .required("file");
        return name == null ? null : fromFile(name, node, problems);
    }

    private @Nullable TextTemplate fromFile(String name, Node node, ContactPointProblems problems) {
        Path file = templatesDir.resolve(name).normalize();
        if (!file.startsWith(templatesDir)) {
            problems.add(node, "template " + name + " is outside of the templates directory");
            return null;
        }
        try {
            return compile(Files.readString(file), node, "template " + name, problems);
        } catch (IOException e) {
            problems.addHarmless(
                    node,
                    "template " + name + " cannot be read from the templates directory " + templatesDir
                            + "; the built-in text is used");
            return null;
        }
    }

    /** Read each time, as the templates are that a contact point names: somebody may have changed them. */
    private GoLibrary library(List<String> problems) {
        SortedMap<String, String> sources = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(templatesDir, "*.tmpl")) {
            for (Path file : files) {
                if (sources.size() == MAX_FILES || Files.size(file) > TextTemplate.MAX_SOURCE_CHARS) {
                    problems.add(file.getFileName() + " is left out: at most " + MAX_FILES + " files of at most "
                            + TextTemplate.MAX_SOURCE_CHARS + " bytes are read");
                } else {
                    sources.put(String.valueOf(file.getFileName()), Files.readString(file));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            problems.add("*.tmpl cannot be read: " + e.getMessage());
        }
        GoLibrary library = GoLibrary.of(sources);
        problems.addAll(library.problems());
        return library;
    }

    private @Nullable TextTemplate compile(String source, Node node, String what, ContactPointProblems problems) {
        List<String> ofLibrary = new ArrayList<>();
        GoLibrary library = CALL.matcher(source).find() ? library(ofLibrary) : GoLibrary.EMPTY;
        ofLibrary.forEach(problem -> problems.addHarmless(node, templatesDir.getFileName() + "/" + problem));
        try {
            return TextTemplate.compile(source, TemplateModel.NAMES, library);
        } catch (TemplateException e) {
            problems.addHarmless(node, what + ": " + e.getMessage() + "; the built-in text is used");
            return null;
        }
    }
}
