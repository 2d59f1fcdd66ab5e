package io.tocsin.template;

import com.github.mustachejava.Mustache;
import com.github.mustachejava.MustacheException;
import io.tocsin.gotemplate.GoLibrary;
import io.tocsin.gotemplate.GoStruct;
import io.tocsin.gotemplate.GoTemplate;
import io.tocsin.gotemplate.GoTemplateException;
import io.tocsin.gotemplate.TemplateContext;
import io.tocsin.text.TextBudget;
import io.tocsin.text.go.GoTime;
import java.io.StringReader;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compiled text template of a rule file or a contact point: Mustache over plain values, or a Go template with the data
 * and functions of Prometheus and Alertmanager; {@link TemplateLanguage} says which. Two templates are equal when their
 * sources are. Safe for use by several threads.
 */
public final class TextTemplate {

    /** What the annotations and labels of a rule may name. */
    public static final Set<String> RULE_NAMES = Set.of(
            "value", "labels.*", "rule", "group", "expr", "active_at", "fired_at", "external_labels.*", "external_url");

    /** One for the templates of all rules, of which there may be hundreds of thousands. */
    private static final GoData OF_RULES = new GoData(RULE_NAMES);

    /** In a model, the time that Go's {@code since} counts to; no name of a template. */
    public static final String NOW = "now";

    public static final int MAX_SOURCE_CHARS = 64 * 1024;
    public static final int MAX_OUTPUT_CHARS = 256 * 1024;

    private final String source;
    private final GoLibrary library;
    private final List<TemplateName> names;
    private final @Nullable Renderer renderer;

    private TextTemplate(String source, GoLibrary library, List<TemplateName> names, @Nullable Renderer renderer) {
        this.source = source;
        this.library = library;
        this.names = List.copyOf(names);
        this.renderer = renderer;
    }

    /** Makes the text of a template in one of the two languages. */
    private interface Renderer {
        String render(Map<String, ?> model, Escaper escaper);
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
        return compile(source, knownNames, GoLibrary.EMPTY);
    }

    /**
     * Compiles a template.
     *
     * @param library what a Go template may call besides its own definitions
     * @throws TemplateException when the source is not a template, or names something else
     */
    public static TextTemplate compile(String source, Set<String> knownNames, GoLibrary library) {
        TemplateSource text = new TemplateSource(source);
        if (source.length() > MAX_SOURCE_CHARS) {
            throw new TemplateException(1, 1, "the template is longer than " + MAX_SOURCE_CHARS + " characters");
        }
        if (!text.hasTags()) {
            return new TextTemplate(source, GoLibrary.EMPTY, List.of(), null);
        }
        List<TemplateSource.Piece> pieces = text.pieces();
        TemplateNames names = new TemplateNames(knownNames);
        return switch (TemplateLanguage.of(text, pieces, names)) {
            case MUSTACHE -> mustache(text, pieces, names);
            case GO -> go(text, knownNames, library);
        };
    }

    private static TextTemplate mustache(TemplateSource text, List<TemplateSource.Piece> pieces, TemplateNames names) {
        MustacheParser parser = new MustacheParser(text, pieces, names);
        String translated = parser.parse();
        List<Slot> slots = List.copyOf(parser.slots());
        Mustache mustache = new SandboxedMustacheFactory(slots, names)
                .compile(new StringReader(translated), SandboxedMustacheFactory.ROOT);
        return new TextTemplate(
                text.text(),
                GoLibrary.EMPTY,
                slots.stream().flatMap(Slot::names).toList(),
                (model, escaper) -> {
                    BoundedWriter writer = new BoundedWriter(MAX_OUTPUT_CHARS);
                    try {
                        mustache.execute(writer, new Scopes.Run(model, escaper));
                        return writer.toString();
                    } catch (MustacheException e) {
                        throw templateProblem(e);
                    }
                });
    }

    private static TextTemplate go(TemplateSource text, Set<String> knownNames, GoLibrary library) {
        GoData data = knownNames.equals(RULE_NAMES) ? OF_RULES : new GoData(knownNames);
        try {
            GoTemplate template =
                    GoTemplate.parseAlertText(text.text(), data.variables().keySet(), library);
            List<TemplateName> names = data.namesOf(template.references(data.variables()), text);
            return new TextTemplate(text.text(), library, names, (model, escaper) -> {
                GoStruct values = GoData.of(model);
                try {
                    return template.execute(values, data.variables(values), new GoContext(model, escaper));
                } catch (GoTemplateException e) {
                    throw text.placeAt(e.offset()).problem(e.problem());
                }
            });
        } catch (GoTemplateException e) {
            throw text.placeAt(e.offset()).problem(e.problem());
        }
    }

    /** What the functions of a Go template may ask and spend. */
    private record GoContext(TextBudget budget, String externalUrl, GoTime now, Escaper escaper)
            implements TemplateContext {

        GoContext(Map<String, ?> model, Escaper escaper) {
            this(
                    new TextBudget(MAX_OUTPUT_CHARS, 4 * MAX_OUTPUT_CHARS),
                    Values.text(model.get("external_url")),
                    model.get(NOW) instanceof Instant now
                            ? GoTime.ofSeconds(now.getEpochSecond(), now.getNano())
                            : GoTime.ZERO,
                    escaper);
        }

        @Override
        public String escaped(String value) {
            return escaper.escape(value);
        }
    }

    /** The text itself: no tag in it is read. */
    public static TextTemplate literal(String text) {
        return new TextTemplate(text, GoLibrary.EMPTY, List.of(), null);
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
        return renderer != null;
    }

    /**
     * The text for one model of strings, numbers, booleans, instants, lists and maps.
     *
     * @throws TemplateException when a name is missing, a value cannot be formatted, or a limit is reached
     */
    public String render(Map<String, ?> model, Escaper escaper) {
        return renderer == null ? source : renderer.render(model, escaper);
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
        return other instanceof TextTemplate that && source.equals(that.source) && library.equals(that.library);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return source;
    }

    /** Collects text up to a limit. */
    private static final class BoundedWriter extends Writer {

        private final StringBuilder text = new StringBuilder();
        private final int maxChars;

        BoundedWriter(int maxChars) {
            this.maxChars = maxChars;
        }

        @Override
        public void write(char[] buffer, int offset, int length) {
            if (text.length() + length > maxChars) {
                throw new TemplateException(1, 1, "the text would be longer than " + maxChars + " characters");
            }
            text.append(buffer, offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
