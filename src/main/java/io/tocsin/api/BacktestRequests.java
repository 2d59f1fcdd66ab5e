package io.tocsin.api;

import io.tocsin.backtest.BacktestRejectedException;
import io.tocsin.backtest.BacktestRequest;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleFileParser;
import io.tocsin.rule.RuleFileResult;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleProblem;
import io.tocsin.rule.file.RuleCatalog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes a backtest of what a program asks for, or says what is wrong with it. */
@Component
class BacktestRequests {

    private static final String TEXT_FILE = "backtest.yml";
    private static final Duration DEFAULT_PERIOD = Duration.ofDays(1);

    private final RuleFileParser parser;
    private final RuleCatalog catalog;
    private final DataSources dataSources;
    private final Clock clock;

    BacktestRequests(RuleFileParser parser, RuleCatalog catalog, DataSources dataSources, Clock clock) {
        this.parser = parser;
        this.catalog = catalog;
        this.dataSources = dataSources;
        this.clock = clock;
    }

    /** @throws BacktestRejectedException if the rules or the period cannot be read */
    BacktestRequest read(BacktestBody body) {
        Instant end = body.end() == null ? clock.instant().truncatedTo(ChronoUnit.MILLIS) : time("end", body.end());
        Instant start = body.start() == null ? end.minus(DEFAULT_PERIOD) : time("start", body.start());
        BacktestRequest request = new BacktestRequest(chosen(groups(body), body), start, end);
        String dataSource = body.datasource();
        if (isGiven(dataSource) && dataSource != null) {
            if (dataSources.find(new DataSourceName(dataSource)).isEmpty()) {
                throw new BacktestRejectedException(
                        "there is no data source \"" + dataSource + "\"; the data sources are "
                                + dataSources.names().stream()
                                        .map(DataSourceName::value)
                                        .collect(Collectors.joining(", ")));
            }
            return request.at(dataSource);
        }
        return request;
    }

    private List<RuleGroup> groups(BacktestBody body) {
        if (body.rules() != null) {
            String file = body.file();
            return parsed(body.rules(), isGiven(file) && file != null ? file : TEXT_FILE);
        }
        String file = body.file();
        String group = body.group();
        if (file == null || group == null) {
            throw new BacktestRejectedException("give \"rules\", the text of a rule file, or \"file\" and \"group\""
                    + " (and maybe \"rule\") of rules that are loaded");
        }
        GroupKey key = new GroupKey(file, group);
        return List.of(catalog.snapshot()
                .group(key)
                .orElseThrow(() -> new BacktestRejectedException("no group \"" + group + "\" of file \"" + file
                        + "\" is loaded; GET /api/v1/rules lists the groups")));
    }

    private List<RuleGroup> parsed(String text, String file) {
        RuleFileResult result = parser.parse(text, file);
        return result.ruleFile()
                .orElseThrow(() -> new BacktestRejectedException(
                        result.problems().stream().map(RuleProblem::toString).collect(Collectors.joining("\n"))))
                .groups();
    }

    /** Without a name, all rules. */
    private static List<RuleGroup> chosen(List<RuleGroup> groups, BacktestBody body) {
        return groups.stream()
                .filter(group -> !isGiven(body.group()) || group.key().group().equals(body.group()))
                .map(group -> group.withRules(rules(group, body.rule())))
                .filter(group -> !group.rules().isEmpty())
                .toList();
    }

    private static List<AlertRule> rules(RuleGroup group, @Nullable String name) {
        return group.rules().stream()
                .filter(rule -> !isGiven(name) || rule.name().equals(name))
                .toList();
    }

    private static boolean isGiven(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private static Instant time(String field, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeParseException e) {
            throw new BacktestRejectedException(
                    field + ": \"" + text + "\" is no time; write it as in 2026-11-21T10:00:00Z");
        }
    }
}
