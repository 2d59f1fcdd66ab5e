package io.tocsin.gotemplate;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A parsed Go template; immutable and safe for use by several threads. */
public final class GoTemplate {

    private static final String ALERT_TEXT = "text";

    private final String name;
    private final String source;
    private final FunctionTable functions;
    private final TemplateParser.Tree tree;
    private final GoLibrary library;

    GoTemplate(String name, String source, FunctionTable functions, Collection<String> variables, GoLibrary library) {
        this.name = name;
        this.source = source;
        this.functions = functions;
        this.tree = TemplateParser.parse(name, source, functions, variables);
        this.library = library;
    }

    /**
     * A template of line_format or label_format, with Loki's functions.
     *
     * @param name how error messages call the template: Loki uses {@code line} and {@code label}
     * @throws GoTemplateException if the source is not a template
     */
    public static GoTemplate parse(String name, String source) {
        return new GoTemplate(name, source, FunctionTable.LOKI, Set.of(), GoLibrary.EMPTY);
    }

    /**
     * A text of an alert or a message, with the functions of Prometheus and Alertmanager.
     *
     * @param variables what {@link #execute} will be given, by the names with the dollar signs
     * @param library definitions that it may call besides its own
     * @throws GoTemplateException if the source is not a template
     */
    public static GoTemplate parseAlertText(String source, Collection<String> variables, GoLibrary library) {
        return new GoTemplate(ALERT_TEXT, source, FunctionTable.ALERTS, variables, library);
    }

    /** A file of a library, which is there for what it defines. */
    static GoTemplate parseFile(String name, String source, GoLibrary library) {
        return new GoTemplate(name, source, FunctionTable.ALERTS, Set.of(), library);
    }

    /** The names of the functions that a text of an alert or a message may call. */
    public static Set<String> alertFunctions() {
        return FunctionTable.ALERTS.names();
    }

    /** What is wrong with a template of line_format or label_format, in Go's words; empty if it can be parsed. */
    public static Optional<String> problemOf(String name, String source) {
        try {
            parse(name, source);
            return Optional.empty();
        } catch (GoTemplateException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** @throws GoTemplateException if it fails on these labels */
    public String execute(LabelMap labels, TemplateContext context) {
        return new TemplateRun(this, labels, Map.of(), context).execute(tree.root(), labels);
    }

    /**
     * The text for an alert or a message.
     *
     * @param variables those that were named when it was parsed
     * @throws GoTemplateException if it fails on this data
     */
    public String execute(GoStruct data, Map<String, ?> variables, TemplateContext context) {
        return new TemplateRun(this, data, variables, context).execute(tree.root(), data);
    }

    /**
     * What the text of an alert reads of its data, as far as that can be seen without running it.
     *
     * @param variables what each predeclared variable stands for: the path of fields from the data
     * @throws GoTemplateException if an action can only fail: it calls something with the wrong number of arguments, or
     *     prints a number as what it is not
     */
    public List<Reference> references(Map<String, List<String>> variables) {
        return new Inspection(this, variables).references(tree.root());
    }

    /**
     * A value of the data that a template reads.
     *
     * @param path the names of the fields and of map entries, outermost first
     * @param offset where it is written, in characters
     */
    public record Reference(List<String> path, int offset) {}

    String name() {
        return name;
    }

    FunctionTable functions() {
        return functions;
    }

    Map<String, List<Node>> definitions() {
        return tree.definitions();
    }

    @Nullable
    List<Node> definition(String definition) {
        List<Node> own = tree.definitions().get(definition);
        return own == null ? library.definition(definition) : own;
    }

    /** Whose text a definition is in. */
    GoTemplate ownerOf(String definition) {
        GoTemplate owner = tree.definitions().containsKey(definition) ? null : library.owner(definition);
        return owner == null ? this : owner;
    }

    /** {@code name:line:column} of an offset in characters; the column counts bytes from 0. */
    String location(int position) {
        int lineStart = source.lastIndexOf('\n', position - 1) + 1;
        long line = 1
                + source.substring(0, lineStart).chars().filter(c -> c == '\n').count();
        return name + ":" + line + ":" + GoValue.utf8(source.substring(lineStart, position)).length;
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
