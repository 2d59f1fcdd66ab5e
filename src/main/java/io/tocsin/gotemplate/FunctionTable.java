package io.tocsin.gotemplate;

import io.tocsin.gotemplate.TemplateFunction.Body;
import io.tocsin.gotemplate.TemplateFunction.FunctionType;
import io.tocsin.text.NameSuggestion;
import io.tocsin.text.go.Quoting;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The functions that templates of one kind may call, by name. */
final class FunctionTable {

    /** What Loki offers in line_format and label_format. */
    static final FunctionTable LOKI = loki();

    /** What Prometheus and Alertmanager offer in annotations, labels and message texts. */
    static final FunctionTable ALERTS = alerts();

    private final Map<String, TemplateFunction> functions = new HashMap<>();

    private final boolean isLenient;

    /**
     * @param isLenient whether numbers of different types, and numbers in texts, may be compared and printed, which Go
     *     refuses; and whether an unknown name is answered with what may have been meant
     */
    private FunctionTable(boolean isLenient) {
        this.isLenient = isLenient;
        BuiltinFunctions.register(this, isLenient);
    }

    /** With Go's own functions only. */
    static FunctionTable bare() {
        return new FunctionTable(false);
    }

    private static FunctionTable loki() {
        FunctionTable table = new FunctionTable(false);
        StringFunctions.register(table);
        EncodingFunctions.register(table);
        MathFunctions.register(table);
        TimeFunctions.register(table);
        return table;
    }

    private static FunctionTable alerts() {
        FunctionTable table = new FunctionTable(true);
        AlertFunctions.register(table);
        ListFunctions.register(table);
        return table;
    }

    /** Adds a function whose parameters are described by a letter each, see {@link #type}. */
    void add(String name, String parameters, Body body) {
        functions.put(name, new TemplateFunction(name, types(parameters), null, body));
    }

    /** Adds a function that takes any number of further arguments. */
    void addVariadic(String name, String parameters, FunctionType rest, Body body) {
        functions.put(name, new TemplateFunction(name, types(parameters), rest, body));
    }

    static List<FunctionType> types(String letters) {
        return letters.chars().mapToObj(FunctionTable::type).toList();
    }

    private static FunctionType type(int letter) {
        return switch (letter) {
            case 's' -> FunctionType.STRING;
            case 'l' -> FunctionType.STRINGS;
            case 'i' -> FunctionType.INT;
            case 'f' -> FunctionType.FLOAT;
            case 't' -> FunctionType.TIME;
            case 'a' -> FunctionType.ANY;
            default -> FunctionType.VALUE;
        };
    }

    @Nullable
    TemplateFunction find(String name) {
        return functions.get(name);
    }

    Set<String> names() {
        return new TreeSet<>(functions.keySet());
    }

    String unknownFunction(String name) {
        if (!isLenient) {
            return "function " + Quoting.quote(name) + " not defined";
        }
        return switch (name) {
            case "query" ->
                "the function \"query\" is not supported: a template sees the alert's own value and labels only ($value,"
                        + " $labels.NAME)";
            case "labels" -> "unknown function \"labels\"; in a Go template a label is written $labels.NAME";
            default -> "unknown function \"" + name + "\"" + NameSuggestion.didYouMeanOrKnown(name, names());
        };
    }

    String unknownVariable(String name, Collection<String> known) {
        if (!isLenient) {
            return "undefined variable " + Quoting.quote(name);
        }
        String near = NameSuggestion.didYouMean(
                name, known.stream().filter(variable -> variable.length() > 1).toList());
        return "unknown variable \"" + name + "\""
                + (near.isEmpty() ? "; a template sees $value and $labels.NAME" : near);
    }
}
