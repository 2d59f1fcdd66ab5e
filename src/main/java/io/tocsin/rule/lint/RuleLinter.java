package io.tocsin.rule.lint;

import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleFile;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import io.tocsin.rule.RuleSource;
import io.tocsin.yaml.TextPosition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tells the author of a rule what a person who knows log alerting would tell. Looks at valid rule files only. */
public final class RuleLinter {

    private static final RuleSource NO_SOURCE = new RuleSource(new TextPosition(1, 1), Map.of());
    private static final Comparator<LintFinding> BY_PLACE =
            Comparator.comparingInt(LintFinding::line).thenComparingInt(LintFinding::column);

    private final Function<String, LogqlExpr> reader;
    private final Predicate<String> speaksLogql;

    /** A linter for rules that all ask a Loki. */
    public RuleLinter() {
        this(dataSource -> true);
    }

    /** @param speaksLogql whether the data source of this name is a Loki; the queries of others are not looked at */
    public RuleLinter(Predicate<String> speaksLogql) {
        this(speaksLogql, new LogqlParser()::parse);
    }

    /** @param reader reads LogQL, or throws {@link LogqlSyntaxException} */
    public RuleLinter(Predicate<String> speaksLogql, Function<String, LogqlExpr> reader) {
        this.speaksLogql = speaksLogql;
        this.reader = reader;
    }

    /** The findings on all files, by file and then by place. Rules are compared across the files. */
    public List<LintFinding> lint(Collection<RuleFile> files) {
        DuplicateCheck duplicates = new DuplicateCheck();
        List<LintFinding> findings = new ArrayList<>();
        for (RuleFile file : files) {
            List<LintFinding> ofFile = new ArrayList<>();
            Map<RuleKey, RuleSource> sources = file.sources();
            for (RuleGroup group : file.groups()) {
                for (AlertRule rule : group.rules()) {
                    RuleSource source = sources.getOrDefault(rule.key(), NO_SOURCE);
                    ofFile.addAll(lint(new LintedRule(group, rule, source, expression(group, rule)), duplicates));
                }
            }
            findings.addAll(ofFile.stream().sorted(BY_PLACE).toList());
        }
        return findings;
    }

    private static List<LintFinding> lint(LintedRule linted, DuplicateCheck duplicates) {
        RangeChecks.inspect(linted);
        FiringChecks.inspect(linted);
        LabelChecks.inspect(linted);
        AbsenceChecks.inspect(linted);
        EvidenceChecks.inspect(linted);
        TextChecks.inspect(linted);
        duplicates.inspect(linted);
        return linted.findings();
    }

    private @Nullable MetricExpr expression(RuleGroup group, AlertRule rule) {
        if (!speaksLogql.test(group.dataSource())) {
            return null;
        }
        try {
            return reader.apply(rule.expression()) instanceof MetricExpr metric ? metric : null;
        } catch (LogqlSyntaxException e) {
            return null;
        }
    }
}
