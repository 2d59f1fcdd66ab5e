package io.tocsin.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceComposerTest {

    private static final Instant NOW = Instant.parse("2026-11-18T10:00:00Z");
    private static final EvidenceLimits LIMITS = new EvidenceLimits(5, 100, 40_000, 200);

    @Test
    void showsDifferentLinesNewestFirst() {
        Evidence evidence = compose("disk full", "connection refused", "out of memory");

        assertThat(evidence.lines())
                .containsExactly(
                        new Evidence.Line(NOW, "disk full", 1),
                        new Evidence.Line(NOW.minusSeconds(1), "connection refused", 1),
                        new Evidence.Line(NOW.minusSeconds(2), "out of memory", 1));
        assertThat(evidence.total()).isEqualTo(3);
        assertThat(evidence.problem()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            connection refused to 10.0.0.1:5432 | connection refused to 10.0.0.2:5432 | connection refused to <_>
            port 5432 took 12 ms | port 5432 took 13 ms | port 5432 took <_> ms
            userId=959 failed | userId=960 failed | userId=<_> failed
            2026-11-18T11:55:30.931+09:00 ERROR x | 2026-11-18T11:55:31.002+09:00 ERROR x | <_> ERROR x
            request 550e8400-e29b-41d4-a716-446655440000 lost | request 6ba7b810-9dad-11d1-80b4-00c04fd430c8 lost | request <_> lost
            user 'kim cs' is locked out | user 'lee' is locked out | user <_> is locked out
            login of user kim failed on server a | login of user lee failed on server a | login of user <_> failed on server a
            {"msg":"no disk","at":12,"level":"error"} | {"msg":"no disk","at":13,"level":"error"} | {"msg":"no disk","at":<_>,"level":"error"}
            at 0x7f3a8c001230 from fe80::1ff:fe23:4567:890a | at 0x7f3a8c00ffff from fe80::1ff:fe23:4567:890b | at <_> from <_>
            """)
    void foldsEqualShapes(String first, String second, String shape) {
        assertThat(compose(new EvidenceLimits(1, 200, 40_000, 200), first, second, first)
                        .lines())
                .containsExactly(new Evidence.Line(NOW, shape, 3));
    }

    @Test
    void showsLinesAsTheyAreWhileTheyFit() {
        assertThat(compose("doc=1 failed", "doc=2 failed").lines())
                .extracting(Evidence.Line::text)
                .containsExactly("doc=1 failed", "doc=2 failed");
    }

    @Test
    void showsTheNewestLineAsItIsBesideTheShapes() {
        assertThat(compose(new EvidenceLimits(2, 100, 40_000, 200), "doc=1 failed", "doc=2 failed", "doc=3 failed")
                        .lines())
                .containsExactly(
                        new Evidence.Line(NOW, "doc=1 failed", 1), new Evidence.Line(NOW, "doc=<_> failed", 2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            disk full | disk empty
            {"msg":"no disk"} | {"msg":"no memory"}
            job a of b on c done: ERROR | job a of b on c done: WARN
            msg="no disk" | msg="no net"
            one two three | one two three four
            """)
    void keepsDifferentMessagesApart(String first, String second) {
        assertThat(compose(new EvidenceLimits(1, 200, 40_000, 200), first, second)
                        .lines()
                        .get(0)
                        .count())
                .isEqualTo(1);
    }

    @Test
    void keepsALineThatRepeatsAsItIs() {
        assertThat(compose("retry 3 of 5", "retry 3 of 5").lines())
                .containsExactly(new Evidence.Line(NOW, "retry 3 of 5", 2));
    }

    @Test
    void showsNoMoreThanTheLimitButCountsAll() {
        Evidence evidence = compose("a", "b", "c", "d", "e", "f", "g");

        assertThat(evidence.lines()).hasSize(5);
        assertThat(evidence.total()).isEqualTo(7);
    }

    @Test
    void doesNotKnowTheTotalWhenThereMayBeMore() {
        String[] lines = new String[200];
        java.util.Arrays.setAll(lines, i -> "line " + i);

        assertThat(compose(lines).total()).isEqualTo(-1);
        assertThat(compose(lines).lines())
                .containsExactly(new Evidence.Line(NOW, "line 0", 1), new Evidence.Line(NOW, "line <_>", 199));
    }

    @Test
    void keepsTheRowsOfALine() {
        assertThat(compose("boom\n\tat a.B.c(B.java:1)\r\n  at d\n\n")
                        .lines()
                        .get(0)
                        .text())
                .isEqualTo("boom\n\tat a.B.c(B.java:1)\n  at d");
    }

    @Test
    void takesOutWhatIsInvisible() {
        String line = "\u001b[31mred\u001b[0m \u202egnp.exe\u202c a\u200bb\u0000c\u00add \ufeffe\ud800f";

        assertThat(compose(line).lines().get(0).text()).isEqualTo("red gnp.exe abcd e\ufffdf");
    }

    @Test
    void findsASecretThatInvisibleCharactersTear() {
        assertThat(compose("pass\u200bword=hun\u0000ter2").lines().get(0).text())
                .isEqualTo("password=***");
    }

    @Test
    void cutsLongLinesAtCodePoints() {
        String text = compose("😀".repeat(300)).lines().get(0).text();

        assertThat(text.codePointCount(0, text.length())).isEqualTo(100);
        assertThat(text).endsWith("😀…").doesNotContain("\ufffd");
    }

    /** It is cut at 24,576 characters or up to a hundred before: first all of the secrets are behind that, in the end none. */
    @Test
    void showsNoPartOfASecretAtThePlaceWhereALongLineIsCutOff() {
        for (int padding = 24_400; padding < 24_600; padding++) {
            assertHarmless(padding, ReadableLine.of(lineWithSecretsBehind(padding), Redaction.STANDARD));
        }
    }

    /** The same at 4,096 characters. */
    @Test
    void showsNoPartOfASecretAtTheEndOfTheBeginningOfALine() {
        for (int padding = 3_920; padding < 4_120; padding++) {
            assertHarmless(padding, ReadableLine.beginningOf(lineWithSecretsBehind(padding), Redaction.STANDARD));
        }
    }

    private static String lineWithSecretsBehind(int padding) {
        return "password=" + "x".repeat(padding) + " card 4111 1111 1111 1111 mail kim@example.com "
                + "y".repeat(9_000);
    }

    private static void assertHarmless(int padding, String text) {
        assertThat(text).as("padding %d", padding).doesNotContain("4111", "kim@", "xxxx", "yyyy");
    }

    @Test
    void losesNoSecretOfRandomLines() {
        List<String> secrets = List.of("hunter2secret", "4111111111111111", "kim@example.com", "900101-1234567");
        List<String> carriers = List.of(
                "password=hunter2secret",
                "\"secret\": \"hunter2secret\"",
                "Authorization: Bearer hunter2secret",
                "token: hunter2secret",
                "http://u:hunter2secret@host/",
                "4111111111111111",
                "kim@example.com",
                "900101-1234567",
                "api_key='hunter2secret'",
                "Cookie: id=hunter2secret");
        for (long seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            StringBuilder line = new StringBuilder();
            int parts = 1 + random.nextInt(6);
            for (int i = 0; i < parts; i++) {
                line.append(noise(random, 30)).append(' ');
                line.append(carriers.get(random.nextInt(carriers.size()))).append(' ');
            }

            Evidence evidence = EvidenceComposer.compose(
                    List.of(new SourceLine(NOW, line.toString(), "")),
                    new EvidenceLimits(5, 4000, 40_000, 10),
                    Redaction.STANDARD);

            String shown = evidence.lines().toString();
            for (String secret : secrets) {
                assertThat(shown).as("seed %d: %s", seed, line).doesNotContain(secret);
            }
        }
    }

    @Test
    void takesAnyInput() {
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            List<SourceLine> lines = new ArrayList<>();
            int count = random.nextInt(30);
            for (int i = 0; i < count; i++) {
                lines.add(new SourceLine(NOW.minusSeconds(i), noise(random, random.nextInt(300)), ""));
            }

            Evidence evidence = EvidenceComposer.compose(lines, LIMITS, Redaction.STANDARD);

            assertThat(evidence.lines())
                    .as("seed %d", seed)
                    .hasSizeLessThanOrEqualTo(5)
                    .allSatisfy(line -> {
                        assertThat(line.text().codePointCount(0, line.text().length()))
                                .isBetween(1, 100);
                        assertThat(line.text().codePoints())
                                .noneMatch(c -> c != '\n' && c != '\t' && Character.isISOControl(c)
                                        || Character.getType(c) == Character.FORMAT
                                        || Character.getType(c) == Character.SURROGATE);
                    });
        }
    }

    @Test
    void takesLittleTimeForHostileLines() {
        List<String> hostile = List.of(
                "a@",
                "password=\"\\\"",
                "4 ",
                "eyJ",
                "://",
                "\"",
                "'a",
                "-----BEGIN ",
                "0:",
                "\u001b[",
                "token ",
                "authorization authorization:");
        for (String part : hostile) {
            List<SourceLine> lines = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                lines.add(new SourceLine(NOW, part.repeat(200_000 / part.length()) + i, ""));
            }

            long start = System.nanoTime();
            EvidenceComposer.compose(lines, EvidenceLimits.ofLines(5), Redaction.STANDARD);
            Duration taken = Duration.ofNanos(System.nanoTime() - start);

            assertThat(taken).as(part).isLessThan(Duration.ofSeconds(15));
        }
    }

    private static String noise(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(6)) {
                case 0 -> text.append(' ');
                case 1 -> text.append((char) random.nextInt(0x100));
                case 2 -> text.append((char) ('가' + random.nextInt(1000)));
                case 3 -> text.append((char) random.nextInt(0x10000));
                case 4 -> text.appendCodePoint(0x1f600 + random.nextInt(60));
                default -> text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.toString();
    }

    private static Evidence compose(String... texts) {
        return compose(LIMITS, texts);
    }

    private static Evidence compose(EvidenceLimits limits, String... texts) {
        List<SourceLine> lines = new ArrayList<>();
        for (String text : texts) {
            lines.add(new SourceLine(NOW.minusSeconds(lines.size()), text, ""));
        }
        return EvidenceComposer.compose(lines, limits, Redaction.STANDARD);
    }
}
