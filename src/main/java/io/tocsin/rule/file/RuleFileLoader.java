package io.tocsin.rule.file;

import io.tocsin.rule.KnownNames;
import io.tocsin.rule.RuleFile;
import io.tocsin.rule.RuleFileParser;
import io.tocsin.rule.RuleFileResult;
import io.tocsin.rule.RuleProblem;
import io.tocsin.rule.lint.RuleLinter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the rule files of a directory into a catalog. Reads files, so it blocks; one reload runs at a time. */
public final class RuleFileLoader {

    private static final Logger log = LoggerFactory.getLogger(RuleFileLoader.class);

    private final RuleDirectory directory;
    private final RuleFileParser parser;
    private final RuleLinter linter;
    private final RuleCatalog catalog;
    private final Clock clock;
    private final ReloadMetrics metrics;
    private KnownNames comparedWith = KnownNames.ANY;

    RuleFileLoader(
            RuleDirectory directory,
            RuleFileParser parser,
            RuleLinter linter,
            RuleCatalog catalog,
            Clock clock,
            ReloadMetrics metrics) {
        this.directory = directory;
        this.parser = parser;
        this.linter = linter;
        this.catalog = catalog;
        this.clock = clock;
        this.metrics = metrics;
    }

    RuleCatalog catalog() {
        return catalog;
    }

    /**
     * Reads the directory and swaps the catalog when anything is different.
     *
     * @return the snapshot in force afterwards
     */
    public RuleCatalogSnapshot reload() {
        return reload(directory.scan());
    }

    synchronized RuleCatalogSnapshot reload(RuleDirectory.DirectoryScan scan) {
        RuleCatalogSnapshot before = catalog.snapshot();
        String contentHash = scan.contentHash();
        boolean isSame = before.contentHash().equals(contentHash);
        KnownNames names = parser.knownNames();
        if (isSame && names.equals(comparedWith)) {
            return before;
        }
        boolean hasOtherNames = !names.equals(comparedWith);
        comparedWith = names;
        if (isSame) {
            return warnAnew(scan, before);
        }
        Instant now = clock.instant();
        List<RuleFileState> files = scan.problem() == null ? read(scan, before, now, hasOtherNames) : before.files();
        RuleCatalogSnapshot after = new RuleCatalogSnapshot(files, now, contentHash, scan.problem(), linter);
        catalog.swap(after);
        after.directoryProblem()
                .ifPresent(problem -> log.warn(
                        "{}; the rules in force stay groups={} rules={}",
                        problem,
                        after.groups().size(),
                        after.ruleCount()));
        log.info(
                "rules loaded files={} broken={} groups={} rules={} hash={}",
                files.size(),
                after.brokenFiles().size(),
                after.groups().size(),
                after.ruleCount(),
                contentHash);
        metrics.reloaded(after);
        return after;
    }

    /** The files are the same, but the names that they refer to came or went. */
    private RuleCatalogSnapshot warnAnew(RuleDirectory.DirectoryScan scan, RuleCatalogSnapshot before) {
        Map<String, RuleFileResult> results = parse(scan.files());
        List<RuleFileState> files = before.files().stream()
                .map(state -> {
                    RuleFileContent content = scan.files().get(state.file());
                    RuleFileResult result = results.get(state.file());
                    return content == null || result == null ? state : renewed(state, content, result);
                })
                .toList();
        if (files.equals(before.files())) {
            return before;
        }
        RuleCatalogSnapshot after = new RuleCatalogSnapshot(
                files,
                before.loadedAt(),
                before.contentHash(),
                before.directoryProblem().orElse(null),
                linter);
        catalog.swap(after);
        return after;
    }

    /** Whether what is in force was made of this content of the directory. */
    boolean hasRead(RuleDirectory.DirectoryScan scan) {
        return catalog.snapshot().contentHash().equals(scan.contentHash());
    }

    /** Whether a reload may change something although no file has changed. */
    synchronized boolean isOutdated() {
        return !parser.knownNames().equals(comparedWith);
    }

    private List<RuleFileState> read(
            RuleDirectory.DirectoryScan scan, RuleCatalogSnapshot before, Instant now, boolean hasOtherNames) {
        Map<String, RuleFileState> known = new HashMap<>();
        before.files().forEach(state -> known.put(state.file(), state));
        SortedMap<String, RuleFileContent> toRead = new TreeMap<>(scan.files());
        if (!hasOtherNames) {
            toRead.entrySet().removeIf(entry -> isOf(entry.getValue(), known.get(entry.getKey())));
        }
        Map<String, RuleFileResult> results = parse(toRead);
        List<RuleFileState> files = new ArrayList<>();
        scan.files().forEach((file, content) -> {
            RuleFileState last = known.remove(file);
            RuleFileResult result = results.get(file);
            if (last != null && isOf(content, last)) {
                files.add(result == null ? last : renewed(last, content, result));
            } else if (result != null) {
                files.add(stateOf(file, content, result, last, now));
            }
        });
        known.keySet().stream().sorted().forEach(file -> log.info("rule file removed file={}", file));
        return files;
    }

    private static boolean isOf(RuleFileContent content, @Nullable RuleFileState state) {
        return state != null && state.contentHash().equals(content.hash());
    }

    /** Other names may end problems of a broken file; in a good one they are worth a warning only. */
    private RuleFileState renewed(RuleFileState state, RuleFileContent content, RuleFileResult result) {
        Optional<RuleFile> ruleFile = result.ruleFile();
        if (!state.isBroken()) {
            return ruleFile.isPresent() ? state.withWarnings(result.warnings()) : state;
        }
        return ruleFile.isEmpty() && result.problems().equals(state.problems())
                ? state
                : stateOf(state.file(), content, result, state, clock.instant());
    }

    private static RuleFileState stateOf(
            String file, RuleFileContent content, RuleFileResult result, @Nullable RuleFileState last, Instant now) {
        result.warnings().forEach(warning -> log.warn("rule file warning: {}", warning));
        Optional<RuleFile> ruleFile = result.ruleFile();
        if (ruleFile.isPresent()) {
            RuleFile read = ruleFile.get();
            log.info(
                    "reload file={} groups={} rules={} hash={}",
                    file,
                    read.groups().size(),
                    read.ruleCount(),
                    content.hash());
            return new RuleFileState(file, content.hash(), now, read, now, List.of(), result.warnings());
        }
        result.problems().forEach(problem -> log.warn("rule file problem: {}", problem));
        RuleFile lastGood = last == null ? null : last.inForce();
        Instant lastGoodSince = last == null ? null : last.inForceSince();
        log.warn(
                "rule file broken file={} problems={} in_force={}",
                file,
                result.problems().size(),
                lastGood == null ? "nothing" : "the version of " + lastGoodSince);
        return new RuleFileState(
                file, content.hash(), now, lastGood, lastGoodSince, result.problems(), result.warnings());
    }

    /** What came of each file. All cores read: nothing is in force after a start until the last file is read. */
    private Map<String, RuleFileResult> parse(SortedMap<String, RuleFileContent> files) {
        return files.entrySet().parallelStream()
                .collect(Collectors.toConcurrentMap(
                        Map.Entry::getKey, entry -> parse(entry.getKey(), entry.getValue())));
    }

    private RuleFileResult parse(String file, RuleFileContent content) {
        if (content.problem() != null) {
            RuleProblem problem = new RuleProblem(file, 1, 1, null, null, content.problem());
            return new RuleFileResult(null, List.of(problem), List.of());
        }
        try {
            return parser.parse(content.text(), file);
        } catch (RuntimeException | StackOverflowError e) { // One file must not keep the others from being read.
            log.error("rule file could not be understood file={}", file, e);
            String text = "an error inside Tocsin (" + e.getClass().getSimpleName() + "); its log says more";
            return new RuleFileResult(null, List.of(new RuleProblem(file, 1, 1, null, null, text)), List.of());
        }
    }
}
