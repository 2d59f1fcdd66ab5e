package io.tocsin.rule.lint;

import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.Position;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleSource;
import io.tocsin.yaml.ScalarText;
import io.tocsin.yaml.TextPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One rule with all that the checks look at, and the findings on it. */
final class LintedRule {

    private final RuleGroup group;
    private final AlertRule rule;
    private final RuleSource source;
    private final @Nullable MetricExpr expression;
    private final List<LintFinding> findings = new ArrayList<>();

    /** @param expression null when the rule's data source does not speak LogQL */
    LintedRule(RuleGroup group, AlertRule rule, RuleSource source, @Nullable MetricExpr expression) {
        this.group = group;
        this.rule = rule;
        this.source = source;
        this.expression = expression;
    }

    RuleGroup group() {
        return group;
    }

    AlertRule rule() {
        return rule;
    }

    Optional<MetricExpr> expression() {
        return Optional.ofNullable(expression);
    }

    /** Whether the rule's file has a text for the field. */
    boolean isWritten(String field) {
        return source.field(field).isPresent();
    }

    List<LintFinding> findings() {
        return findings;
    }

    /** Reports something at a place in the expression. */
    void report(LintCode code, Position at, String explanation, String suggestion) {
        report(code, "expr", Math.max(1, at.line()), Math.max(1, at.column()), explanation, suggestion);
    }

    /** Reports something at the start of a field, or of the rule when it has no such field. */
    void report(LintCode code, String field, String explanation, String suggestion) {
        report(code, field, 1, 1, explanation, suggestion);
    }

    /** Reports something at a place within a field's value. */
    void report(LintCode code, String field, int line, int column, String explanation, String suggestion) {
        Optional<ScalarText> text = source.field(field);
        TextPosition place = text.isPresent() ? text.get().at(line, column) : source.alert();
        findings.add(new LintFinding(code, rule.key(), place.line(), place.column(), explanation, suggestion));
    }
}
