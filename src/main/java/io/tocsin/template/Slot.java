package io.tocsin.template;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stands at one tag of a Mustache template.
 *
 * @param text a dotted path in the model, {@code .} for the innermost section's value, or for a literal the text itself
 * @param formats what is done to the value, innermost first
 */
record Slot(Kind kind, String text, boolean isLiteral, List<Formatting> formats, Place place) {

    enum Kind {
        /** A value that is put into the text, escaped. */
        VALUE,
        /** The value that decides whether and how often a section appears. */
        SECTION,
        /** Text of the template that Mustache would misread if it stood there. */
        TEXT
    }

    /** A formatting section around a value. */
    record Formatting(Format format, Place place) {}

    /** What a formatting section does. */
    record Format(String name, Function<@Nullable Object, String> body) {}

    /** @throws TemplateException when the name is missing, or the value cannot be formatted */
    @Nullable
    Object evaluate(List<Object> scopes, TemplateNames names) {
        Object value = isLiteral ? text : new Scopes(scopes, names).find(text, place);
        for (Formatting formatting : formats) {
            try {
                value = formatting.format().body().apply(value);
            } catch (IllegalArgumentException e) {
                throw formatting.place().problem(formatting.format().name() + ": " + e.getMessage());
            }
        }
        return kind == Kind.VALUE ? Scopes.Run.of(scopes).escaper().escape(Values.text(value)) : value;
    }

    /** The name that is looked up here, if there is one. */
    Stream<TemplateName> names() {
        return isLiteral ? Stream.empty() : Stream.of(new TemplateName(text, place.line(), place.column()));
    }
}
