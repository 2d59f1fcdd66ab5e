package io.tocsin.rule.file;

import io.tocsin.rule.AlertRule;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import io.tocsin.rule.RuleProblem;
import io.tocsin.rule.lint.LintFinding;
import io.tocsin.rule.lint.RuleLinter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All rule files at one moment. Never changes; a reload makes a new one. */
public final class RuleCatalogSnapshot {

    private final List<RuleFileState> files;
    private final Instant loadedAt;
    private final String contentHash;
    private final @Nullable String directoryProblem;
    private final RuleLinter linter;
    private final List<RuleGroup> groups;
    private final Map<GroupKey, RuleGroup> groupByKey = new HashMap<>();
    private final Map<RuleKey, AlertRule> rules = new HashMap<>();
    private @Nullable List<LintFinding> findings;

    /**
     * @param files in the order of their names
     * @param contentHash of everything on disk; equal hashes mean equal files
     * @param directoryProblem why the directory cannot be read, or null
     */
    RuleCatalogSnapshot(
            List<RuleFileState> files,
            Instant loadedAt,
            String contentHash,
            @Nullable String directoryProblem,
            RuleLinter linter) {
        this.linter = linter;
        this.files = List.copyOf(files);
        this.loadedAt = loadedAt;
        this.contentHash = contentHash;
        this.directoryProblem = directoryProblem;
        this.groups = files.stream()
                .flatMap(file -> file.ruleFile().stream())
                .flatMap(file -> file.groups().stream())
                .toList();
        for (RuleGroup group : groups) {
            groupByKey.put(group.key(), group);
            group.rules().forEach(rule -> rules.put(rule.key(), rule));
        }
    }

    /** The files in the order of their names, broken ones included. */
    public List<RuleFileState> files() {
        return files;
    }

    /** The groups in force, by file and then in the order of the file. */
    public List<RuleGroup> groups() {
        return groups;
    }

    public Optional<RuleGroup> group(GroupKey key) {
        return Optional.ofNullable(groupByKey.get(key));
    }

    public Optional<AlertRule> rule(RuleKey key) {
        return Optional.ofNullable(rules.get(key));
    }

    public int ruleCount() {
        return rules.size();
    }

    /**
     * Whether rules that are missing here may still exist: their file, or the whole directory, cannot be read and no
     * good version of it was seen since the start. What such rules left behind must not be treated as removed.
     */
    public boolean isUnknown(GroupKey key) {
        return directoryProblem != null && !groupByKey.containsKey(key)
                || files.stream().anyMatch(file -> file.file().equals(key.file()) && file.inForce() == null);
    }

    public List<RuleFileState> brokenFiles() {
        return files.stream().filter(RuleFileState::isBroken).toList();
    }

    /** The problems of all files. */
    public List<RuleProblem> problems() {
        return files.stream().flatMap(file -> file.problems().stream()).toList();
    }

    /** The warnings of all files. */
    public List<RuleProblem> warnings() {
        return files.stream().flatMap(file -> file.warnings().stream()).toList();
    }

    /**
     * What the linter says of the rules in force, worked out at the first call: it reads every expression again, which
     * takes some milliseconds for a hundred rules.
     */
    public synchronized List<LintFinding> findings() {
        List<LintFinding> known = findings;
        if (known == null) {
            known = List.copyOf(linter.lint(
                    files.stream().flatMap(file -> file.ruleFile().stream()).toList()));
            findings = known;
        }
        return known;
    }

    /** Why the rules directory cannot be read; empty when it can. */
    public Optional<String> directoryProblem() {
        return Optional.ofNullable(directoryProblem);
    }

    public Instant loadedAt() {
        return loadedAt;
    }

    /** A hash of everything on disk; replicas that have the same files have the same hash. */
    public String contentHash() {
        return contentHash;
    }
}
