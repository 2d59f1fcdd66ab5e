package io.tocsin.template;

import io.tocsin.text.TextBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one tag of a template asks for. */
sealed interface Expression {

    @Nullable
    Object evaluate(Scopes scopes);

    /** The names that the expression looks up, in their order. */
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

    /** A value written in the template itself. */
    record Literal(Object value) implements Expression {

        @Override
        public Object evaluate(Scopes scopes) {
            return value;
        }

        @Override
        public Stream<TemplateName> names() {
            return Stream.empty();
        }
    }

    /** A formatting function over other expressions. */
    record Call(TemplateFunction function, List<Expression> arguments, Place place) implements Expression {

        @Override
        public @Nullable Object evaluate(Scopes scopes) {
            List<@Nullable Object> values = new ArrayList<>();
            for (Expression argument : arguments) {
                values.add(argument.evaluate(scopes));
            }
            try {
                return bounded(values, scopes.budget());
            } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
                throw place.problem(function.name() + ": " + e.getMessage());
            }
        }

        /** No function makes more than a few times what it is given; those that do look at its length themselves. */
        private @Nullable Object bounded(List<@Nullable Object> values, TextBudget budget) {
            long given = 0;
            for (Object value : values) {
                boolean isText = value instanceof String;
                int size = isText
                        ? ((String) value).length()
                        : Values.isComposite(value) ? Values.text(value).length() : 0;
                given += size;
                budget.check(given);
                budget.take(isText ? 0 : size);
            }
            Object result = function.body().apply(values);
            if (result instanceof String text) {
                budget.take(text.length());
            }
            return result;
        }

        @Override
        public Stream<TemplateName> names() {
            return arguments.stream().flatMap(Expression::names);
        }
    }
}
