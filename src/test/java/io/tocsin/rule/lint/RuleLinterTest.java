package io.tocsin.rule.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.rule.ExpressionCheck;
import io.tocsin.rule.RuleFile;
import io.tocsin.rule.RuleFileParser;
import io.tocsin.rule.RuleFileResult;
import io.tocsin.rule.RuleGoldenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleLinterTest {

    private final RuleLinter linter = new RuleLinter(RuleLinterTest::speaksLogql);

    private static boolean speaksLogql(String dataSource) {
        return !dataSource.equals("metrics");
    }

    static List<Path> cases() {
        return RuleGoldenFiles.in("lint");
    }

    private static RuleFile parse(Path file) {
        RuleFileResult result = new RuleFileParser(new ExpressionCheck(RuleLinterTest::speaksLogql))
                .parse(RuleGoldenFiles.read(file), file.getFileName().toString());
        assertThat(result.problems()).isEmpty();
        return result.ruleFile().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void findsWhatTheGoldenFileSays(Path file) {
        List<LintFinding> findings = findings(file);

        RuleGoldenFiles.assertMatches(
                file, findings.stream().map(finding -> finding + "\n").collect(Collectors.joining()));
    }

    List<LintFinding> findings(Path file) {
        return linter.lint(List.of(parse(file)));
    }

    @Test
    void hasACaseForEachCode() {
        List<LintCode> found = cases().stream()
                .flatMap(file -> linter.lint(List.of(parse(file))).stream())
                .map(LintFinding::code)
                .distinct()
                .toList();

        assertThat(found).containsExactlyInAnyOrderElementsOf(Arrays.asList(LintCode.values()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rules", "demo/rules"})
    void findsNothingInTheSampleRules(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            List<RuleFile> ruleFiles = files.sorted().map(RuleLinterTest::parse).toList();

            assertThat(linter.lint(ruleFiles)).isEmpty();
        }
    }

    @Test
    void readsTheTextOfAFileOnceHoweverManyRulesItHas() {
        RuleFile file = cases().stream()
                .map(RuleLinterTest::parse)
                .max(Comparator.comparingInt(RuleFile::ruleCount))
                .orElseThrow();
        assertThat(file.ruleCount()).isGreaterThan(1);
        AtomicInteger reads = new AtomicInteger();

        linter.lint(List.of(new RuleFile(file.file(), file.groups(), () -> {
            reads.incrementAndGet();
            return file.sources();
        })));

        assertThat(reads).hasValue(1);
    }

    @Test
    void comparesTheRulesOfAllFiles() {
        RuleFile one = parse(cases().get(0));
        String text = RuleGoldenFiles.read(cases().get(0));
        RuleFile other =
                new RuleFileParser().parse(text, "other.yaml").ruleFile().orElseThrow();

        List<LintFinding> duplicates = linter.lint(List.of(one, other)).stream()
                .filter(finding -> finding.code() == LintCode.DUPLICATE_RULE)
                .toList();

        assertThat(duplicates)
                .hasSize(other.ruleCount())
                .allSatisfy(finding -> assertThat(finding.rule().group().file()).isEqualTo("other.yaml"));
    }
}
