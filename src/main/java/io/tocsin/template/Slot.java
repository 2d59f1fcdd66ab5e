package io.tocsin.template;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stands at one tag of a translated template. */
sealed interface Slot {

    @Nullable
    Object evaluate(List<Object> scopes, TemplateNames names);

    /** The names that are looked up here. */
    Stream<TemplateName> names();

    /** A value that is put into the text, escaped. */
    record Interpolation(Expression expression) implements Slot {

        @Override
        public Object evaluate(List<Object> scopes, TemplateNames names) {
            Rendering rendering = (Rendering) scopes.get(0);
            return rendering.escaper().escape(Values.text(expression.evaluate(new Scopes(scopes, names))));
        }

        @Override
        public Stream<TemplateName> names() {
            return expression.names();
        }
    }

    /** The value that decides whether and how often a section appears. */
    record Section(Expression expression) implements Slot {

        @Override
        public @Nullable Object evaluate(List<Object> scopes, TemplateNames names) {
            return expression.evaluate(new Scopes(scopes, names));
        }

        @Override
        public Stream<TemplateName> names() {
            return expression.names();
        }
    }

    /** Go's {@code if}: a section that is entered by truth and leaves the scope as it is. */
    record Test(Expression expression) implements Slot {

        @Override
        public Object evaluate(List<Object> scopes, TemplateNames names) {
            return Values.isTruth(expression.evaluate(new Scopes(scopes, names)));
        }

        @Override
        public Stream<TemplateName> names() {
            return expression.names();
        }
    }

    /** Template text that Mustache would misread if it stood in the template. */
    record Text(String text) implements Slot {

        @Override
        public Object evaluate(List<Object> scopes, TemplateNames names) {
            return text;
        }

        @Override
        public Stream<TemplateName> names() {
            return Stream.empty();
        }
    }
}
