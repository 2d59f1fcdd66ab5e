package io.tocsin.rule.lint;

import java.util.List;
import java.util.stream.Stream;

/** Every sentence that the linter says of the golden files, of which there is one for each of its codes. */
public final class LintTexts {

    private LintTexts() {}

    public static List<String> all() {
        RuleLinterTest golden = new RuleLinterTest();
        return RuleLinterTest.cases().stream()
                .flatMap(file -> golden.findings(file).stream())
                .flatMap(finding -> Stream.of(finding.explanation(), finding.suggestion()))
                .distinct()
                .toList();
    }
}
