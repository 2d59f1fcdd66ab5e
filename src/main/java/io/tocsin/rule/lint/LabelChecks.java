package io.tocsin.rule.lint;

import io.tocsin.label.Labels;
import io.tocsin.logql.ast.Grouping;
import io.tocsin.logql.ast.JsonStage;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.LogfmtStage;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.PatternStage;
import io.tocsin.logql.ast.Position;
import io.tocsin.logql.ast.RangeAggregation;
import io.tocsin.logql.ast.RangeOperation;
import io.tocsin.logql.ast.RegexpStage;
import io.tocsin.logql.ast.UnpackStage;
import io.tocsin.logql.ast.VectorAggregation;
import io.tocsin.template.TemplateName;
import io.tocsin.template.TextTemplate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which alerts a rule makes: one per label set of its result. */
final class LabelChecks {

    private static final String LABELS_PREFIX = "labels.";

    /** Names, without separators, of labels that have a value per request, per client or per line. */
    private static final Set<String> UNBOUNDED = Set.of(
            "id",
            "traceid",
            "spanid",
            "requestid",
            "reqid",
            "xrequestid",
            "correlationid",
            "transactionid",
            "sessionid",
            "eventid",
            "messageid",
            "userid",
            "orderid",
            "uuid",
            "guid",
            "ip",
            "clientip",
            "remoteip",
            "srcip",
            "sourceip",
            "remoteaddr",
            "clientaddr",
            "xforwardedfor",
            "email",
            "path",
            "uri",
            "url",
            "requesturi",
            "requestpath",
            "requesturl",
            "query",
            "querystring",
            "referer",
            "referrer",
            "useragent",
            "message",
            "msg",
            "line",
            "time",
            "timestamp",
            "ts",
            "duration",
            "latency",
            "bytes",
            "size",
            "offset");

    private static final List<String> UNBOUNDED_ENDINGS = List.of("traceid", "spanid", "requestid", "uuid", "guid");

    private LabelChecks() {}

    static void inspect(LintedRule linted) {
        linted.expression().ifPresent(expression -> {
            checkStreams(linted, expression);
            checkCardinality(linted, expression);
            checkTemplates(linted, ProducedLabels.of(expression));
        });
    }

    private static void checkStreams(LintedRule linted, MetricExpr expression) {
        for (MetricExpr part : ResultPath.of(expression)) {
            if (part instanceof RangeAggregation range && isSplitByStream(range)) {
                linted.report(
                        LintCode.ONE_ALERT_PER_STREAM,
                        range.position(),
                        "nothing aggregates this " + range.operation().keyword()
                                + ", so every stream is an alert of its own"
                                + (isParsed(range.range().selector())
                                        ? ", and every value of an extracted label makes another one."
                                        : ", also every value of structured metadata such as detected_level."),
                        "write sum by (host) (" + range.operation().keyword()
                                + "(…)) with the labels that should make an alert.");
            }
            if (part instanceof VectorAggregation aggregation
                    && aggregation.grouping().without()
                    && ProducedLabels.of(aggregation).isOpen()) {
                linted.report(
                        LintCode.STRUCTURED_METADATA_SPLITS,
                        aggregation.position(),
                        "\"without\" keeps every label it does not name, also structured metadata such as detected_level or"
                                + " trace_id, which then make alerts of their own.",
                        "name the labels to keep: " + aggregation.operation().keyword() + " by (…) (…).");
            }
        }
    }

    private static boolean isSplitByStream(RangeAggregation range) {
        return range.operation() != RangeOperation.ABSENT_OVER_TIME
                && range.grouping() == null
                && ProducedLabels.of(range).isOpen();
    }

    private static boolean isParsed(LogSelectorExpr selector) {
        return selector.stages().stream()
                .anyMatch(stage -> stage instanceof JsonStage
                        || stage instanceof LogfmtStage
                        || stage instanceof PatternStage
                        || stage instanceof RegexpStage
                        || stage instanceof UnpackStage);
    }

    private static void checkCardinality(LintedRule linted, MetricExpr expression) {
        ProducedLabels produced = ProducedLabels.of(expression);
        Set<String> reported = new HashSet<>();
        ExpressionNodes.all(expression).forEach(part -> {
            Grouping grouping = groupingOf(part);
            if (grouping == null || grouping.without()) {
                return;
            }
            for (String label : grouping.labels()) {
                if (produced.mayHave(label) && isUnbounded(label) && reported.add(label)) {
                    reportCardinality(linted, part.position(), label);
                }
            }
        });
    }

    private static void reportCardinality(LintedRule linted, Position at, String label) {
        linted.report(
                LintCode.HIGH_CARDINALITY,
                at,
                "grouping by \"" + label
                        + "\" makes an alert for each of its values; Loki refuses more than 500 series, and a"
                        + " person reads fewer.",
                "leave \"" + label + "\" out of the grouping; the message shows the log lines, which have it.");
    }

    private static @Nullable Grouping groupingOf(MetricExpr part) {
        if (part instanceof VectorAggregation aggregation) {
            return aggregation.grouping();
        }
        return part instanceof RangeAggregation range ? range.grouping() : null;
    }

    private static boolean isUnbounded(String label) {
        String name = label.toLowerCase(Locale.ROOT).replaceAll("[_.-]", "");
        return UNBOUNDED.contains(name) || UNBOUNDED_ENDINGS.stream().anyMatch(name::endsWith);
    }

    private static void checkTemplates(LintedRule linted, ProducedLabels produced) {
        Set<String> own = new HashSet<>(linted.rule().labels().keySet());
        own.add(Labels.ALERT_NAME);
        check(linted, "annotations", linted.rule().annotations(), produced, own);
        check(linted, "labels", linted.rule().labels(), produced, Set.of());
    }

    private static void check(
            LintedRule linted,
            String field,
            Map<String, TextTemplate> templates,
            ProducedLabels produced,
            Set<String> own) {
        templates.forEach((name, template) -> {
            Set<String> reported = new HashSet<>();
            for (TemplateName used : template.names()) {
                String label =
                        used.path().startsWith(LABELS_PREFIX) ? used.path().substring(LABELS_PREFIX.length()) : "";
                if (!label.isEmpty() && !produced.mayHave(label) && !own.contains(label) && reported.add(label)) {
                    linted.report(
                            LintCode.LABEL_NOT_PRODUCED,
                            field + "." + name,
                            used.line(),
                            used.column(),
                            "the expression yields no label \"" + label
                                    + "\", so this text is always empty here; it yields "
                                    + (produced.isEmpty() ? "no labels." : String.join(", ", produced.names()) + "."),
                            produced.isEmpty()
                                    ? "remove it, or aggregate by it: sum by (" + label + ") (…)."
                                    : "use one of these, or add \"" + label + "\" to the grouping.");
                }
            }
        });
    }
}
