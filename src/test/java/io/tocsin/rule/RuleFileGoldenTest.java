package io.tocsin.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.text.go.PrometheusDuration;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RuleFileGoldenTest {

    private final RuleFileParser parser = new RuleFileParser();

    static List<Path> good() {
        return RuleGoldenFiles.in("good");
    }

    static List<Path> bad() {
        return RuleGoldenFiles.in("bad");
    }

    @ParameterizedTest
    @MethodSource("good")
    void readsValidFiles(Path file) {
        RuleFileResult result = parse(file);

        assertThat(result.problems()).isEmpty();
        RuleGoldenFiles.assertMatches(
                file,
                warnings(result)
                        + result.ruleFile().orElseThrow().groups().stream()
                                .map(RuleFileGoldenTest::described)
                                .collect(Collectors.joining()));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void reportsEveryProblemOfABadFile(Path file) {
        RuleFileResult result = parse(file);

        assertThat(result.ruleFile()).isEmpty();
        RuleGoldenFiles.assertMatches(
                file,
                warnings(result)
                        + result.problems().stream()
                                .map(problem -> problem + "\n")
                                .collect(Collectors.joining()));
    }

    private RuleFileResult parse(Path file) {
        return parser.parse(RuleGoldenFiles.read(file), file.getFileName().toString());
    }

    private static String warnings(RuleFileResult result) {
        return result.warnings().stream()
                .map(warning -> "warning: " + warning + "\n")
                .collect(Collectors.joining());
    }

    private static String described(RuleGroup group) {
        return "group " + group.key() + " interval=" + PrometheusDuration.format(group.interval()) + " query_offset="
                + group.queryOffset() + " limit=" + group.limit() + " datasource=" + group.dataSource()
                + (group.lateRecheck() ? " late_recheck" : "")
                + (group.onPush() ? " on_push" : "") + (group.tail() ? " tail" : "")
                + (group.incremental() ? " incremental" : "")
                + (group.sharesSlot() ? " share_slot" : "") + "\n"
                + group.rules().stream().map(RuleFileGoldenTest::described).collect(Collectors.joining())
                + group.recordings().stream()
                        .map(rule -> "  record " + rule.name() + " line=" + rule.line() + " expr="
                                + rule.expression().strip() + "\n    labels=" + rule.labels() + "\n")
                        .collect(Collectors.joining());
    }

    private static String described(AlertRule rule) {
        return "  rule " + rule.name() + " line=" + rule.line() + " expr="
                + rule.expression().strip()
                + rule.watches()
                        .map(absence -> "\n    absent by " + absence.by() + " seen_within="
                                + PrometheusDuration.format(absence.seenWithin()) + " missing_for="
                                + PrometheusDuration.format(absence.missingFor()))
                        .orElse("")
                + "\n    condition=" + rule.activeWhen().map(Object::toString).orElse("-")
                + " for=" + PrometheusDuration.format(rule.holdDuration())
                + " keep_firing_for=" + PrometheusDuration.format(rule.keepFiringFor())
                + " no_data=" + rule.noData() + " on_error=" + rule.onError() + " paused=" + rule.paused()
                + " contact_points=" + rule.contactPoints() + " evidence="
                + rule.evidence().lines() + ":"
                + rule.evidence().query() + "\n    labels=" + rule.labels() + "\n    annotations=" + rule.annotations()
                + "\n";
    }
}
