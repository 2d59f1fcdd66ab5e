package io.tocsin.rule.file;

import io.tocsin.rule.RuleFile;
import io.tocsin.rule.RuleProblem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One rule file as it stands on disk, and the version of it that is in force.
 *
 * @param file its path relative to the rules directory, with {@code /}
 * @param contentHash of the version on disk
 * @param readAt when the version on disk was first read
 * @param inForce the version that is evaluated: the one on disk, or the last good one while that is broken; null when
 *     no good version has been seen since the start
 * @param inForceSince when the version in force was first read; null when there is none
 * @param problems of the version on disk
 * @param warnings of the version on disk
 */
public record RuleFileState(
        String file,
        String contentHash,
        Instant readAt,
        @Nullable RuleFile inForce,
        @Nullable Instant inForceSince,
        List<RuleProblem> problems,
        List<RuleProblem> warnings) {

    public RuleFileState {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    RuleFileState withWarnings(List<RuleProblem> others) {
        return new RuleFileState(file, contentHash, readAt, inForce, inForceSince, problems, others);
    }

    /** Whether the version on disk cannot be used. */
    public boolean isBroken() {
        return !problems.isEmpty();
    }

    /** Whether an older version than the one on disk is in force. */
    public boolean isStale() {
        return isBroken() && inForce != null;
    }

    public Optional<RuleFile> ruleFile() {
        return Optional.ofNullable(inForce);
    }
}
