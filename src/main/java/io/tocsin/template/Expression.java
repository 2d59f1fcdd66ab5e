package io.tocsin.template;

import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one tag of a Mustache template asks for. */
sealed interface Expression {

    @Nullable
    Object evaluate(Scopes scopes);

    /** The names that the expression looks up. */
    Stream<TemplateName> names();

    /** A value of the model by its dotted path, or the innermost section's value for {@code .}. */
    record Name(String path, Place place) implements Expression {

        @Override
        public @Nullable Object evaluate(Scopes scopes) {
            return scopes.find(path, place);
        }

        @Override
        public Stream<TemplateName> names() {
            return Stream.of(new TemplateName(path, place.line(), place.column()));
        }
    }

    /** A text of the template itself. */
    record Literal(String text) implements Expression {

        @Override
        public Object evaluate(Scopes scopes) {
            return text;
        }

        @Override
        public Stream<TemplateName> names() {
            return Stream.empty();
        }
    }

    /** A value in the form of a formatting section. */
    record Formatted(Format format, Expression value, Place place) implements Expression {

        @Override
        public Object evaluate(Scopes scopes) {
            try {
                return format.body().apply(value.evaluate(scopes));
            } catch (IllegalArgumentException e) {
                throw place.problem(format.name() + ": " + e.getMessage());
            }
        }

        @Override
        public Stream<TemplateName> names() {
            return value.names();
        }
    }

    /** What a formatting section does to its value. */
    record Format(String name, Function<@Nullable Object, String> body) {}
}
