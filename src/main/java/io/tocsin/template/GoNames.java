package io.tocsin.template;

import io.tocsin.text.NameSuggestion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Translates the variables and fields of Go templates into names of the model. */
final class GoNames {

    /** Grafana's {@code $values}, which has one entry per query; here there is one query, whatever its letter. */
    private static final String VALUES = "$values";

    private static final Map<String, String> ROOTS = Map.of(
            "value", "value",
            "labels", "labels",
            "externalLabels", "external_labels",
            "externalURL", "external_url");
    private static final Map<String, String> FIELDS = Map.of(
            "Value", "value",
            "Labels", "labels",
            "ExternalLabels", "external_labels",
            "ExternalURL", "external_url");

    private final TemplateNames names;
    private final Map<String, Expression> variables = new HashMap<>();
    private final Deque<Expression> dots = new ArrayDeque<>();
    private int openLists;

    GoNames(TemplateNames names) {
        this.names = names;
    }

    boolean knows(String name) {
        return names.knows(name);
    }

    void assign(String variable, Expression expression) {
        variables.put(variable, expression);
    }

    void enterDot(Expression dot) {
        dots.push(dot);
    }

    void leaveDot() {
        dots.pop();
    }

    void enterSection() {
        openLists++;
    }

    void leaveSection() {
        openLists--;
    }

    Expression mustacheName(String path, Place place) {
        String problem = names.problemOf(path);
        if (problem != null) {
            throw place.problem(problem);
        }
        return new Expression.Name(path, place);
    }

    Expression variable(String text, Place place) {
        int dot = text.indexOf('.');
        String root = text.substring(1, dot < 0 ? text.length() : dot);
        Expression assigned = variables.get(root);
        if (assigned != null) {
            return dot < 0 ? assigned : fieldOf(assigned, text.substring(dot), place);
        }
        if (root.equals("values")) {
            return dot < 0 ? new Expression.Name(VALUES, place) : ofValues(text.substring(dot), place);
        }
        String name = root.isEmpty() && dot >= 0 ? null : ROOTS.get(root);
        if (root.isEmpty()) {
            return field(dot < 0 ? "." : text.substring(dot), place);
        }
        if (name == null || !names.knows(name)) {
            throw place.problem("unknown variable \"$" + root + "\""
                    + suggestion(root, ROOTS, "$", "; a template sees $value and $labels.NAME"));
        }
        return new Expression.Name(dot < 0 ? name : name + text.substring(dot), place);
    }

    private static String suggestion(String root, Map<String, String> known, String sigil, String otherwise) {
        String near = NameSuggestion.didYouMean(root, known.keySet());
        return near.isEmpty() ? otherwise : near.replace("mean \"", "mean \"" + sigil);
    }

    Expression field(String text, Place place) {
        if (text.equals(".")) {
            if (dots.isEmpty() && openLists == 0) {
                throw place.problem("\".\" has no meaning outside a section; write {{value}} or {{labels.NAME}}");
            }
            return dots.isEmpty() ? new Expression.Name(".", place) : dots.peek();
        }
        if (!dots.isEmpty() && !FIELDS.containsKey(rootOf(text))) {
            return fieldOf(dots.element(), text, place);
        }
        String root = rootOf(text);
        if (root.equals("Values")) {
            return ofValues(text.substring(1 + root.length()), place);
        }
        String name = FIELDS.get(root);
        if (name == null || !names.knows(name)) {
            throw place.problem("unknown field \"" + text + "\""
                    + suggestion(root, FIELDS, ".", "; a template sees .Value and .Labels.NAME"));
        }
        return new Expression.Name(name + text.substring(1 + root.length()), place);
    }

    private static String rootOf(String field) {
        int dot = field.indexOf('.', 1);
        return field.substring(1, dot < 0 ? field.length() : dot);
    }

    /** {@code (…).Field}, and {@code $values.A} followed by its parts. */
    Expression fieldOf(Expression operand, String field, Place place) {
        if (operand instanceof Expression.Name name) {
            if (name.path().equals(VALUES)) {
                return ofValues(field, place);
            }
            if (name.path().equals("value")) {
                return ofValues(".A" + field, place);
            }
            if (names.mayBeMissing(name.path() + ".x")) {
                return new Expression.Name(name.path() + field, place);
            }
        }
        throw place.problem("\"" + field + "\" is not a part of what stands before it");
    }

    /** {@code .A}, {@code .A.Value} or {@code .A.Labels.x}. */
    private Expression ofValues(String path, Place place) {
        int dot = path.indexOf('.', 1);
        String part = dot < 0 ? "" : path.substring(dot + 1);
        if (path.length() > 1 && (part.isEmpty() || part.equals("Value")) && names.knows("value")) {
            return new Expression.Name("value", place);
        }
        if (part.startsWith("Labels.")) {
            return new Expression.Name("labels." + part.substring("Labels.".length()), place);
        }
        throw place.problem("\"$values" + path + "\" is not understood; write {{value}} or {{labels.NAME}}");
    }

    Expression index(List<Expression> arguments, Place place) {
        Expression container = arguments.isEmpty() ? null : arguments.get(0);
        if (arguments.size() == 2
                && container instanceof Expression.Name map
                && arguments.get(1) instanceof Expression.Literal key) {
            return fieldOf(map, "." + Values.text(key.value()), place);
        }
        throw place.problem("index takes a map and a name in quotes, as in {{ index $labels \"host\" }}");
    }

    /** {@code $values} is not a value itself. */
    void rejectBareValues(@Nullable Expression expression) {
        if (expression instanceof Expression.Name name && name.path().equals(VALUES)) {
            throw name.place().problem("$values is not one value; write {{value}} or $values.A");
        }
    }
}
