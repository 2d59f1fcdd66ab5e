package io.tocsin.rule;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a rule file.
 *
 * @param validFile null exactly when there are problems
 * @param problems all of the file, in its order
 * @param warnings what a person should know, but what does not stop the file
 */
public record RuleFileResult(@Nullable RuleFile validFile, List<RuleProblem> problems, List<RuleProblem> warnings) {

    public RuleFileResult {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
        if ((validFile == null) == problems.isEmpty()) {
            throw new IllegalArgumentException("a file is valid exactly when it has no problems");
        }
    }

    /** Empty when the file has problems. */
    public Optional<RuleFile> ruleFile() {
        return Optional.ofNullable(validFile);
    }
}
