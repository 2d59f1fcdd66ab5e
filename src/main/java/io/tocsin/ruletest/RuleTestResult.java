package io.tocsin.ruletest;

import io.tocsin.yaml.FileProblem;
import java.util.List;

/**
 * What came of a file of tests.
 *
 * @param problems why no test could be run; they may be in the files that it names
 * @param tests in the order of the file; none when there are problems
 */
public record RuleTestResult(String file, List<FileProblem> problems, List<TestOutcome> tests) {

    public RuleTestResult {
        problems = List.copyOf(problems);
        tests = List.copyOf(tests);
    }

    /** One test; without failures it has passed. */
    public record TestOutcome(String name, double seconds, List<FileProblem> failures) {

        public TestOutcome {
            failures = List.copyOf(failures);
        }
    }
}
