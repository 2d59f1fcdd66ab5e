package io.tocsin.template;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stands at one tag of a Mustache template. */
record Slot(Kind kind, Expression expression) {

    enum Kind {
        /** A value that is put into the text, escaped. */
        VALUE,
        /** The value that decides whether and how often a section appears. */
        SECTION,
        /** Text of the template that Mustache would misread if it stood there. */
        TEXT
    }

    @Nullable
    Object evaluate(List<Object> scopes, TemplateNames names) {
        Object value = expression.evaluate(new Scopes(scopes, names));
        Rendering rendering = (Rendering) scopes.get(0);
        return kind == Kind.VALUE ? rendering.escaper().escape(Values.text(value)) : value;
    }

    /** The names that are looked up here. */
    Stream<TemplateName> names() {
        return expression.names();
    }
}
