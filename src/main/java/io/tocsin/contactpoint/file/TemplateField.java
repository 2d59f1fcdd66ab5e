package io.tocsin.contactpoint.file;

import io.tocsin.contactpoint.render.TemplateModel;
import io.tocsin.template.TemplateException;
import io.tocsin.template.TextTemplate;
import io.tocsin.yaml.YamlFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads a template that stands in the file itself, or in a file of the templates directory. */
final class TemplateField {

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

    private static @Nullable TextTemplate compile(
            String source, Node node, String what, ContactPointProblems problems) {
        try {
            return TextTemplate.compile(source, TemplateModel.NAMES);
        } catch (TemplateException e) {
            problems.addHarmless(node, what + ": " + e.getMessage() + "; the built-in text is used");
            return null;
        }
    }
}
