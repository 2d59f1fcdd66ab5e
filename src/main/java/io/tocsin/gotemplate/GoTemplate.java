package io.tocsin.gotemplate;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A parsed template of line_format or label_format; immutable and safe for use by several threads. */
public final class GoTemplate {

    private final String name;
    private final byte[] source;
    private final TemplateParser.Tree tree;

    private GoTemplate(String name, String source, TemplateParser.Tree tree) {
        this.name = name;
        this.source = source.getBytes(StandardCharsets.UTF_8);
        this.tree = tree;
    }

    /**
     * @param name how error messages call the template: Loki uses {@code line} and {@code label}
     * @throws TemplateSyntaxException if the source is not a template
     */
    public static GoTemplate parse(String name, String source) {
        TemplateParser.Tree tree =
                TemplateParser.parse(name, source, TemplateFunctions.table().keySet());
        return new GoTemplate(name, source, tree);
    }

    /** What is wrong with a template, in Go's words; empty if it can be parsed. */
    public static Optional<String> problemOf(String name, String source) {
        try {
            parse(name, source);
            return Optional.empty();
        } catch (TemplateSyntaxException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** @throws TemplateException if it fails on these labels */
    public String execute(LabelMap labels, TemplateContext context) {
        StringBuilder output = new StringBuilder();
        new TemplateRun(this, labels, context, output).execute(tree.root(), labels);
        return output.toString();
    }

    String name() {
        return name;
    }

    @Nullable
    List<Node> definition(String definition) {
        return tree.definitions().get(definition);
    }

    /** {@code name:line:column} of a byte offset. */
    String location(int position) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < position; i++) {
            if (source[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return name + ":" + line + ":" + (position - lineStart);
    }

    /** The label if the template is nothing but {@code {{.label}}}; null otherwise. */
    public @Nullable String onlyLabel() {
        if (tree.root().size() == 1
                && tree.root().get(0) instanceof Node.Action action
                && action.pipe().commands().size() == 1
                && action.pipe().commands().get(0).arguments().size() == 1
                && action.pipe().commands().get(0).arguments().get(0) instanceof Node.Field field
                && field.names().size() == 1) {
            return field.names().get(0);
        }
        return null;
    }

    /** The names of the fields that the template reads. */
    public Set<String> fields() {
        Set<String> fields = new LinkedHashSet<>();
        tree.root().forEach(node -> collect(node, fields));
        return fields;
    }

    private static void collect(@Nullable Node node, Set<String> fields) {
        if (node instanceof Node.Action action) {
            collect(action.pipe(), fields);
        } else if (node instanceof Node.Pipe pipe) {
            pipe.commands().forEach(command -> command.arguments().forEach(argument -> collect(argument, fields)));
        } else if (node instanceof Node.Field field) {
            fields.addAll(field.names());
        } else if (node instanceof Node.Branch branch) {
            collect(branch.pipe(), fields);
            branch.body().forEach(child -> collect(child, fields));
            if (branch.otherwise() != null) {
                branch.otherwise().forEach(child -> collect(child, fields));
            }
        }
    }
}
