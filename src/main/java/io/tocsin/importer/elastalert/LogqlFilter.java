package io.tocsin.importer.elastalert;

import io.tocsin.text.go.Quoting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a filter as the stages of a LogQL pipeline: first those on the line, then those on its fields. */
final class LogqlFilter {

    private static final String ANY_CASE = "(?i)";
    private static final Map<String, String> OPPOSITE = Map.of(">", "<=", ">=", "<", "<", ">=", "<=", ">");

    private final List<String> lineStages = new ArrayList<>();
    private final List<String> fieldStages = new ArrayList<>();
    private boolean readsLineAsField;
    private boolean comparesNumbers;

    private LogqlFilter() {}

    /** @param needsFields whether fields of the line are needed although no filter looks at them */
    static LogqlFilter of(DocumentFilter filter, boolean needsFields) {
        LogqlFilter written = new LogqlFilter();
        written.addAll(filter);
        if (needsFields || !written.fieldStages.isEmpty()) {
            // A line that is no JSON may still be one that is counted.
            written.fieldStages.add(0, "| json | drop __error__, __error_details__");
            if (written.comparesNumbers) {
                written.fieldStages.add("| __error__=\"\"");
            }
        }
        return written;
    }

    /** Whether a word of the line is looked for in the field {@code message}, since it is one of several conditions. */
    boolean readsLineAsField() {
        return readsLineAsField;
    }

    /** With a leading blank, or empty. */
    String pipeline() {
        List<String> stages = new ArrayList<>(lineStages);
        stages.addAll(fieldStages);
        return stages.stream().map(stage -> " " + stage).collect(Collectors.joining());
    }

    private void addAll(DocumentFilter filter) {
        if (filter instanceof DocumentFilter.All all) {
            all.parts().forEach(this::addAll);
        } else if (filter instanceof DocumentFilter.Not not && not.part() instanceof DocumentFilter.Any any) {
            any.parts().forEach(part -> addAll(new DocumentFilter.Not(part)));
        } else if (filter instanceof DocumentFilter.Not not && simple(not.part()) instanceof DocumentFilter.Not inner) {
            addAll(inner.part());
        } else {
            add(filter);
        }
    }

    private void add(DocumentFilter filter) {
        boolean isNegative = filter instanceof DocumentFilter.Not;
        DocumentFilter plain = simple(filter instanceof DocumentFilter.Not not ? not.part() : filter);
        String words = words(plain);
        if (words != null) {
            lineStages.add((isNegative ? "!~ " : "|~ ") + Quoting.quote(ANY_CASE + words));
        } else {
            String condition = condition(plain, isNegative);
            if (!condition.isEmpty()) {
                fieldStages.add("| " + condition);
            }
        }
    }

    /** Without brackets around one part. */
    private static DocumentFilter simple(DocumentFilter filter) {
        if (filter instanceof DocumentFilter.All all && all.parts().size() == 1) {
            return simple(all.parts().get(0));
        }
        return filter instanceof DocumentFilter.Any any && any.parts().size() == 1
                ? simple(any.parts().get(0))
                : filter;
    }

    /** The regular expression of what is only words of the line; null when it is more. */
    private static @Nullable String words(DocumentFilter filter) {
        if (filter instanceof DocumentFilter.InLine text) {
            return text.regex();
        }
        if (!(filter instanceof DocumentFilter.Any any)) {
            return null;
        }
        List<String> regexes = new ArrayList<>();
        for (DocumentFilter part : any.parts()) {
            String words = words(simple(part));
            if (words == null) {
                return null;
            }
            regexes.add(words);
        }
        return String.join("|", regexes);
    }

    /** As a filter on labels; empty when it takes everything. */
    private String condition(DocumentFilter given, boolean isNegative) {
        DocumentFilter filter = simple(given);
        if (filter instanceof DocumentFilter.Not not) {
            return condition(not.part(), !isNegative);
        }
        if (filter instanceof DocumentFilter.All all) {
            return joined(all.parts(), isNegative ? " or " : " and ", isNegative);
        }
        if (filter instanceof DocumentFilter.Any any) {
            return joined(any.parts(), isNegative ? " and " : " or ", isNegative);
        }
        if (filter instanceof DocumentFilter.InLine text) {
            readsLineAsField = true;
            return "message" + (isNegative ? "!~" : "=~") + Quoting.quote("(?is).*(" + text.regex() + ").*");
        }
        return leaf(filter, isNegative);
    }

    private String leaf(DocumentFilter filter, boolean isNegative) {
        if (filter instanceof DocumentFilter.Equal equal) {
            return IndexedWords.label(equal.field()) + (isNegative ? "!=" : "=") + Quoting.quote(equal.value());
        }
        if (filter instanceof DocumentFilter.Like matching) {
            return IndexedWords.label(matching.field()) + (isNegative ? "!~" : "=~") + Quoting.quote(matching.regex());
        }
        if (filter instanceof DocumentFilter.Compared compared) {
            comparesNumbers = true;
            String operator = isNegative ? OPPOSITE.getOrDefault(compared.operator(), "<") : compared.operator();
            return IndexedWords.label(compared.field()) + " " + operator + " " + compared.number();
        }
        return IndexedWords.label(((DocumentFilter.Exists) filter).field()) + (isNegative ? "=" : "!=") + "\"\"";
    }

    private String joined(List<DocumentFilter> parts, String operator, boolean isNegative) {
        List<String> all =
                parts.stream().map(part -> condition(part, isNegative)).toList();
        if (operator.equals(" or ") && all.contains("")) {
            return "";
        }
        List<String> conditions =
                all.stream().filter(condition -> !condition.isEmpty()).toList();
        String joined = String.join(operator, conditions);
        return conditions.size() < 2 ? joined : "(" + joined + ")";
    }
}
