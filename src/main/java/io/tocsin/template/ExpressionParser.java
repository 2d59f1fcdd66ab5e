package io.tocsin.template;

import io.tocsin.template.ExpressionTokens.Kind;
import io.tocsin.template.ExpressionTokens.Token;
import io.tocsin.text.NameSuggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the expression of one tag: a Mustache name, or a Go pipeline of names, literals and functions. */
final class ExpressionParser {

    private static final Set<String> QUERYING = Set.of(
            "query",
            "first",
            "label",
            "value",
            "sortByLabel",
            "strvalue",
            "graphLink",
            "tableLink",
            "externalURL",
            "pathPrefix",
            "args",
            "tmpl",
            "safeHtml",
            "index",
            "slice",
            "call",
            "html",
            "js",
            "urlquery",
            "println");
    private static final int MAX_DEPTH = 20;

    private final ExpressionTokens tokens;
    private final TemplateSource source;
    private final GoNames names;
    private int depth;

    private ExpressionParser(ExpressionTokens tokens, TemplateSource source, GoNames names) {
        this.tokens = tokens;
        this.source = source;
        this.names = names;
    }

    /** @throws TemplateException when the text is not an expression that can be rendered */
    static Expression parse(String text, int offset, TemplateSource source, GoNames names) {
        ExpressionParser parser = new ExpressionParser(ExpressionTokens.of(text, offset, source), source, names);
        Expression expression = parser.pipeline();
        parser.expectEnd();
        return expression;
    }

    private void expectEnd() {
        Token token = tokens.peek();
        if (token.kind() != Kind.END) {
            throw place(token).problem("\"" + token.text() + "\" is not understood here");
        }
    }

    private Expression pipeline() {
        if (++depth > MAX_DEPTH) {
            throw place(tokens.peek()).problem("more than " + MAX_DEPTH + " parentheses inside each other");
        }
        Expression result = command(null);
        for (int pipes = 1; tokens.peek().kind() == Kind.PIPE; pipes++) {
            if (pipes > MAX_DEPTH) {
                throw place(tokens.peek()).problem("more than " + MAX_DEPTH + " functions in a row");
            }
            tokens.take();
            result = command(result);
        }
        depth--;
        return result;
    }

    private Expression command(@Nullable Expression piped) {
        Token first = tokens.peek();
        if (first.kind() == Kind.NAME && isCall(first, piped)) {
            tokens.take();
            return call(first, piped);
        }
        Expression operand = operand();
        Token next = tokens.peek();
        if (piped != null || startsOperand(next)) {
            throw place(piped != null ? first : next)
                    .problem("\"" + first.text() + "\" is not a function and cannot take arguments");
        }
        return operand;
    }

    private boolean isCall(Token name, @Nullable Expression piped) {
        boolean isFunction = TemplateFunction.find(name.text()) != null || QUERYING.contains(name.text());
        return piped != null || isFunction && !names.knows(name.text());
    }

    private Expression call(Token name, @Nullable Expression piped) {
        List<Expression> arguments = new ArrayList<>();
        List<Token> starts = new ArrayList<>();
        while (startsOperand(tokens.peek())) {
            starts.add(tokens.peek());
            arguments.add(operand());
        }
        if (piped != null) {
            arguments.add(piped);
        }
        if (name.text().equals("index")) {
            return names.index(arguments, place(name));
        }
        TemplateFunction function = TemplateFunction.find(name.text());
        if (function == null) {
            throw place(name).problem(unknownFunction(name.text()));
        }
        if (!function.accepts(arguments.size())) {
            throw place(name)
                    .problem(function.name() + " cannot take " + arguments.size() + " argument(s)"
                            + (arguments.isEmpty() ? ", as in {{ $value | " + function.name() + " }}" : ""));
        }
        arguments.forEach(this::rejectBareValues);
        checkFormat(function, arguments, place(name));
        return new Expression.Call(function, arguments, place(name));
    }

    private void rejectBareValues(Expression argument) {
        names.rejectBareValues(argument);
    }

    private static void checkFormat(TemplateFunction function, List<Expression> arguments, Place place) {
        if (function.name().equals("printf") && arguments.get(0) instanceof Expression.Literal format) {
            String problem = GoPrintf.problemOf(Values.text(format.value()), arguments.size() - 1);
            if (problem != null) {
                throw place.problem(problem);
            }
        }
    }

    private static String unknownFunction(String name) {
        if (QUERYING.contains(name)) {
            return "the function \"" + name
                    + "\" is not supported: a template sees the alert's own value and labels only"
                    + " ({{value}}, {{labels.NAME}})";
        }
        String near = NameSuggestion.didYouMean(name, TemplateFunction.names());
        return "unknown function \"" + name + "\""
                + (near.isEmpty() ? "; known are " + String.join(", ", TemplateFunction.names()) : near);
    }

    private static boolean startsOperand(Token token) {
        return switch (token.kind()) {
            case STRING, NUMBER, VARIABLE, FIELD, NAME, OPEN -> true;
            case PIPE, CLOSE, END -> false;
        };
    }

    private Expression operand() {
        Token token = tokens.take();
        Place place = place(token);
        Expression operand = switch (token.kind()) {
            case STRING -> new Expression.Literal(GoText.unquoted(token.text()));
            case NUMBER ->
                new Expression.Literal(Double.parseDouble(token.text().replace("_", "")));
            case VARIABLE -> names.variable(token.text(), place);
            case FIELD -> names.field(token.text(), place);
            case NAME -> name(token, place);
            case OPEN -> parenthesized();
            case PIPE, CLOSE, END -> throw place.problem("a name or a value is missing here");
        };
        Token next = tokens.peek();
        if (next.kind() == Kind.FIELD && !next.isSpaced()) {
            tokens.take();
            return names.fieldOf(operand, next.text(), place(next));
        }
        return operand;
    }

    private Expression name(Token token, Place place) {
        return switch (token.text()) {
            case "true" -> new Expression.Literal(true);
            case "false" -> new Expression.Literal(false);
            default -> names.mustacheName(token.text(), place);
        };
    }

    private Expression parenthesized() {
        Expression inside = pipeline();
        Token close = tokens.take();
        if (close.kind() != Kind.CLOSE) {
            throw place(close).problem("a closing parenthesis is missing here");
        }
        return inside;
    }

    private Place place(Token token) {
        return source.placeAt(token.offset());
    }
}
