package io.tocsin.rule.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleFileParser;
import io.tocsin.rule.RuleProblem;
import io.tocsin.rule.lint.RuleLinter;
import io.tocsin.watch.Concern;
import io.tocsin.watch.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFileLoaderTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @TempDir
    Path folder;

    private final RuleCatalog catalog = new RuleCatalog();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private RuleFileLoader loader;

    @BeforeEach
    void createLoader() {
        loader = loaderOf(folder);
    }

    private RuleFileLoader loaderOf(Path root) {
        return new RuleFileLoader(
                new RuleDirectory(root, Map.of(), Clock.systemUTC()),
                new RuleFileParser(),
                new RuleLinter(),
                catalog,
                Clock.fixed(NOW, ZoneOffset.UTC),
                new ReloadMetrics(meters, catalog));
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static String rule(String group, String alert) {
        return "groups:\n  - name: " + group + "\n    rules:\n      - alert: " + alert + "\n        expr: vector(1)\n";
    }

    private List<String> alerts() {
        return catalog.snapshot().groups().stream()
                .flatMap(group -> group.rules().stream())
                .map(AlertRule::name)
                .toList();
    }

    @Test
    void loadsAllRuleFilesOfAllFolders() throws IOException {
        write("b.yml", rule("g", "B"));
        write("sub/deep/a.yaml", rule("g", "A"));
        write("notes.txt", "nothing");

        loader.reload();

        assertThat(alerts()).containsExactly("B", "A");
        assertThat(catalog.snapshot().group(new GroupKey("sub/deep/a.yaml", "g")))
                .isPresent();
    }

    @Test
    void hasFilesAndProblemsInTheOrderOfNamesHoweverManyAreReadAtOnce() throws IOException {
        List<String> names = IntStream.range(0, 60)
                .mapToObj(number -> String.format("%02d.yml", number))
                .toList();
        for (String name : names) {
            write(name, name.endsWith("3.yml") ? "groups: " + name : rule("g", name));
        }

        loader.reload();

        assertThat(catalog.snapshot().files()).extracting(RuleFileState::file).containsExactlyElementsOf(names);
        assertThat(alerts())
                .containsExactlyElementsOf(
                        names.stream().filter(name -> !name.endsWith("3.yml")).toList());
        assertThat(catalog.snapshot().problems())
                .extracting(RuleProblem::file)
                .containsExactly("03.yml", "13.yml", "23.yml", "33.yml", "43.yml", "53.yml");
    }

    @Test
    void skipsHiddenAndBackupFiles() throws IOException {
        write(".hidden.yml", rule("g", "A"));
        write(".git/x.yml", rule("g", "B"));
        write("a.yml~", rule("g", "C"));
        write(".a.yml.swp", rule("g", "D"));
        write("a.yml.bak", rule("g", "E"));
        write("#a.yml#", rule("g", "F"));

        loader.reload();

        assertThat(catalog.snapshot().files()).isEmpty();
    }

    @Test
    void readsAConfigMapOnceAndFollowsItsSwap() throws IOException {
        write("..2026_11_21/ocr.yaml", rule("g", "Before"));
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_11_21"));
        Files.createSymbolicLink(folder.resolve("ocr.yaml"), Path.of("..data/ocr.yaml"));
        loader.reload();
        List<String> before = alerts();

        write("..2026_11_22/ocr.yaml", rule("g", "After"));
        Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2026_11_22"));
        Files.move(
                folder.resolve("..data_tmp"),
                folder.resolve("..data"),
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        loader.reload();

        assertThat(before).containsExactly("Before");
        assertThat(alerts()).containsExactly("After");
        assertThat(catalog.snapshot().files()).extracting(RuleFileState::file).containsExactly("ocr.yaml");
    }

    @Test
    void keepsTheLastGoodVersionOfABrokenFile() throws IOException {
        write("a.yml", rule("g", "A"));
        write("b.yml", rule("g", "B"));
        loader.reload();

        write("a.yml", "groups:\n  - name: g\n    rulez: []\n");
        write("b.yml", rule("g", "B2"));
        loader.reload();

        assertThat(alerts()).containsExactly("A", "B2");
        assertThat(catalog.snapshot().problems())
                .extracting(RuleProblem::toString)
                .containsExactly("a.yml:3:5: group \"g\": unknown field \"rulez\" in a group; did you mean \"rules\"?");
        assertThat(catalog.snapshot().brokenFiles()).singleElement().satisfies(file -> {
            assertThat(file.isStale()).isTrue();
            assertThat(file.inForceSince()).isEqualTo(NOW);
        });
        assertThat(meters.get("tocsin.rule.files.broken").gauge().value()).isEqualTo(1);
        assertThat(meters.get("tocsin.rules").gauge().value()).isEqualTo(2);
        assertThat(meters.get("tocsin.rule.reloads")
                        .tag("outcome", "problems")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void recoversWhenTheFileIsGoodAgain() throws IOException {
        write("a.yml", "groups: x");
        loader.reload();
        boolean wasUnknown = catalog.snapshot().isUnknown(new GroupKey("a.yml", "g"));

        write("a.yml", rule("g", "A"));
        loader.reload();

        assertThat(wasUnknown).isTrue();
        assertThat(alerts()).containsExactly("A");
        assertThat(catalog.snapshot().brokenFiles()).isEmpty();
        assertThat(catalog.snapshot().isUnknown(new GroupKey("a.yml", "gone"))).isFalse();
    }

    @Test
    void removesTheRulesOfARemovedFile() throws IOException {
        write("a.yml", rule("g", "A"));
        write("b.yml", rule("g", "B"));
        loader.reload();

        Files.delete(folder.resolve("a.yml"));
        loader.reload();

        assertThat(alerts()).containsExactly("B");
    }

    @Test
    void keepsTheRulesWhenTheDirectoryVanishes() throws IOException {
        Path root = folder.resolve("rules");
        write("rules/a.yml", rule("g", "A"));
        RuleFileLoader nested = loaderOf(root);
        nested.reload();

        Files.delete(root.resolve("a.yml"));
        Files.delete(root);
        nested.reload();

        assertThat(alerts()).containsExactly("A");
        assertThat(catalog.snapshot().directoryProblem())
                .hasValue("the rules directory " + root.toAbsolutePath()
                        + " does not exist; set TOCSIN_RULES_DIR or create it");
    }

    @Test
    void startsWithoutADirectory() {
        loaderOf(folder.resolve("missing")).reload();

        assertThat(catalog.snapshot().groups()).isEmpty();
        assertThat(catalog.snapshot().directoryProblem()).isPresent();
        assertThat(catalog.snapshot().isUnknown(new GroupKey("a.yml", "g"))).isTrue();
        assertThat(new RuleFileConcerns(catalog, true).concerns())
                .singleElement()
                .satisfies(concern -> {
                    assertThat(concern.code()).isEqualTo("rules-directory");
                    assertThat(concern.severity()).isEqualTo(Severity.UNREADY);
                    assertThat(concern.reason()).contains("does not exist").contains("TOCSIN_RULES_DIR");
                });
    }

    @Test
    void reportsFilesThatAreNotText() throws IOException {
        Files.write(folder.resolve("a.yml"), new byte[] {'a', (byte) 0xff, 'b'});
        Files.createSymbolicLink(folder.resolve("b.yml"), Path.of("nowhere.yml"));
        Files.write(folder.resolve("c.yml"), new byte[3 * 1024 * 1024]);

        loader.reload();

        assertThat(catalog.snapshot().problems())
                .extracting(RuleProblem::toString)
                .containsExactly(
                        "a.yml:1:1: the file is not UTF-8 text",
                        "b.yml:1:1: the file cannot be read: its link points to nothing",
                        "c.yml:1:1: the file has 3145728 bytes; the most is 1048576");
    }

    @Test
    void survivesLinksThatGoRound() throws IOException {
        write("sub/a.yml", rule("g", "A"));
        Files.createSymbolicLink(folder.resolve("sub/loop"), folder);

        loader.reload();

        assertThat(alerts()).containsExactly("A");
    }

    @Test
    void tellsListenersOfChangesOnly() throws IOException {
        write("a.yml", rule("g", "A"));
        List<Integer> counts = new ArrayList<>();
        catalog.addListener((before, now) -> {
            throw new IllegalStateException("a broken listener");
        });
        catalog.addListener((before, now) -> counts.add(now.ruleCount()));

        loader.reload();
        loader.reload();

        assertThat(counts).containsExactly(1);
    }

    @Test
    void noticesThatThereIsNoRule() {
        loader.reload();

        assertThat(new RuleFileConcerns(catalog, true).concerns())
                .extracting(Concern::code, Concern::severity)
                .containsExactly(tuple("no-rules", Severity.NOTICE));
    }

    @Test
    void isAConcernWhileAFileIsBroken() throws IOException {
        write("a.yml", "groups: x");
        write("b.yml", rule("g", "B"));

        loader.reload();

        assertThat(new RuleFileConcerns(catalog, true).concerns())
                .singleElement()
                .satisfies(concern -> {
                    assertThat(concern.code()).isEqualTo("rule-file-broken");
                    assertThat(concern.severity()).isEqualTo(Severity.UNWATCHED);
                    assertThat(concern.subject()).isEqualTo("a.yml");
                    assertThat(concern.reason())
                            .isEqualTo(
                                    "a.yml:1:9: \"groups\" must be a list (lines that start with \"- \"), not a text;"
                                            + " nothing of this file is in force");
                });
    }

    @Test
    void knowsTheFindingsOnTheRulesInForce() throws IOException {
        write("a.yml", rule("g", "A"));
        write("b.yml", rule("h", "B"));

        loader.reload();

        assertThat(catalog.snapshot().findings())
                .extracting(finding -> finding.rule().alert() + " " + finding.code())
                .containsExactly("A no-severity", "A no-summary", "B no-severity", "B no-summary", "B duplicate-rule");
    }
}
