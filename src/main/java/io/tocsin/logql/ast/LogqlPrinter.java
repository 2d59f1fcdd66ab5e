package io.tocsin.logql.ast;

import io.tocsin.text.go.GoDurations;
import io.tocsin.text.go.PrometheusDuration;
import java.util.List;

/** Writes a tree as canonical LogQL. Parsing the result gives an equal tree. */
final class LogqlPrinter {

    private LogqlPrinter() {}

    static String print(LogSelectorExpr selector) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < selector.matchers().size(); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(LabelFilterPrinter.matcher(selector.matchers().get(i)));
        }
        text.append('}');
        for (PipelineStage stage : selector.stages()) {
            text.append(' ').append(print(stage));
        }
        return text.toString();
    }

    static String print(MetricExpr expr) {
        StringBuilder text = new StringBuilder();
        expr.accept(new MetricPrinter(text));
        return text.toString();
    }

    static String print(PipelineStage stage) {
        return stage.accept(StagePrinter.INSTANCE);
    }

    static String print(LabelFilter filter) {
        return filter.accept(LabelFilterPrinter.INSTANCE);
    }

    static String print(LogRange range) {
        StringBuilder text = new StringBuilder(print(range.selector()));
        Unwrap unwrap = range.unwrap();
        if (unwrap != null) {
            text.append(' ').append(print(unwrap));
        }
        boolean bare = range.selector().stages().isEmpty() && unwrap == null;
        text.append(bare ? "[" : " [")
                .append(PrometheusDuration.format(range.range()))
                .append(']');
        if (!range.offset().isZero()) {
            text.append(" offset ").append(GoDurations.format(range.offset().toNanos()));
        }
        return text.toString();
    }

    private static String print(Unwrap unwrap) {
        StringBuilder text = new StringBuilder("| unwrap ");
        if (unwrap.conversion() == UnwrapConversion.NONE) {
            text.append(unwrap.label());
        } else {
            text.append(unwrap.conversion().keyword())
                    .append('(')
                    .append(unwrap.label())
                    .append(')');
        }
        for (LabelFilter filter : unwrap.filters()) {
            text.append(" | ").append(print(filter));
        }
        return text.toString();
    }

    static String print(Grouping grouping) {
        return (grouping.without() ? "without " : "by ") + list(grouping.labels());
    }

    static String list(List<String> labels) {
        return "(" + String.join(", ", labels) + ")";
    }

    /** A number as LogQL reads it back: {@code -0} would be a duration. */
    static String literal(String number) {
        return number.equals("-0") ? "- 0" : number;
    }
}
