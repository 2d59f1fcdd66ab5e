package io.tocsin.template;

import com.github.mustachejava.Mustache;
import com.github.mustachejava.MustacheException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compiled text template of a rule file or a contact point: Mustache over plain values, with the Go-template forms
 * of existing rule files translated. Two templates are equal when their sources are. Safe for use by several threads.
 */
public final class TextTemplate {

    /** What the annotations and labels of a rule may name. */
    public static final Set<String> RULE_NAMES = Set.of(
            "value", "labels.*", "rule", "group", "expr", "active_at", "fired_at", "external_labels.*", "external_url");

    public static final int MAX_SOURCE_CHARS = 64 * 1024;
    public static final int MAX_OUTPUT_CHARS = 256 * 1024;

    private final String source;
    private final List<TemplateName> names;
    private final @Nullable Mustache mustache;

    private TextTemplate(String source, List<TemplateName> names, @Nullable Mustache mustache) {
        this.source = source;
        this.names = List.copyOf(names);
        this.mustache = mustache;
    }

    /**
     * Compiles a template that may use {@link #RULE_NAMES}.
     *
     * @throws TemplateException when the source is not a template, or names something else
     */
    public static TextTemplate compile(String source) {
        return compile(source, RULE_NAMES);
    }

    /**
     * Compiles a template.
     *
     * @param knownNames what it may name, at the top and inside its sections. {@code value} is a name that the model
     *     must have; {@code labels.*} is a map of which any entry may be missing and then renders as the empty text.
     * @throws TemplateException when the source is not a template, or names something else
     */
    public static TextTemplate compile(String source, Set<String> knownNames) {
        TemplateSource text = new TemplateSource(source);
        if (source.length() > MAX_SOURCE_CHARS) {
            throw new TemplateException(1, 1, "the template is longer than " + MAX_SOURCE_CHARS + " characters");
        }
        if (!text.hasTags()) {
            return new TextTemplate(source, List.of(), null);
        }
        TemplateNames names = new TemplateNames(knownNames);
        TemplateTranslator translator = new TemplateTranslator(text, names);
        String translated = translator.translate();
        List<Slot> slots = List.copyOf(translator.slots());
        List<TemplateName> used = slots.stream().flatMap(Slot::names).toList();
        SandboxedMustacheFactory factory = new SandboxedMustacheFactory(slots, names);
        return new TextTemplate(
                source, used, factory.compile(new StringReader(translated), SandboxedMustacheFactory.ROOT));
    }

    /** The text itself: no tag in it is read. */
    public static TextTemplate literal(String text) {
        return new TextTemplate(text, List.of(), null);
    }

    /** The text as the author wrote it. */
    public String source() {
        return source;
    }

    /** The names that the template looks up, in the order of its text; Go forms by the names they stand for. */
    public List<TemplateName> names() {
        return names;
    }

    /** Whether the text depends on the alert. */
    public boolean hasTags() {
        return mustache != null;
    }

    /**
     * The text for one model of strings, numbers, booleans, instants, lists and maps.
     *
     * @throws TemplateException when a name is missing, a value cannot be formatted, or a limit is reached
     */
    public String render(Map<String, ?> model, Escaper escaper) {
        if (mustache == null) {
            return source;
        }
        BoundedWriter writer = new BoundedWriter(MAX_OUTPUT_CHARS);
        try {
            mustache.execute(writer, new Rendering(model, escaper));
            return writer.toString();
        } catch (MustacheException e) {
            throw templateProblem(e);
        }
    }

    private static TemplateException templateProblem(MustacheException exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof TemplateException problem) {
                return problem;
            }
        }
        TemplateException unexpected = new TemplateException(1, 1, "the template cannot be rendered");
        unexpected.initCause(exception);
        return unexpected;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextTemplate that && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return source;
    }
}
