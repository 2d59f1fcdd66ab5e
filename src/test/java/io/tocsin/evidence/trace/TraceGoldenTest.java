package io.tocsin.evidence.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.contactpoint.GoldenFiles;
import io.tocsin.text.CodePoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Traces as programs write them, and what is left of them in a message and in little room. */
class TraceGoldenTest {

    private static final Path INPUTS = Path.of("src/test/resources/traces");
    private static final int[] ROOMS = {2_800, 700};

    static Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(INPUTS)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void keepsTheCausesAndTheOwnFramesInTheirOrder(String name) throws IOException {
        TraceCase given = TraceCase.of(Files.readString(INPUTS.resolve(name)));
        FittedLine fitted = new FittedLine(new OwnPackages(given.own()), TraceWords.ENGLISH, CodePoints::count);
        String rows = TraceText.inRows(given.text());

        StringBuilder shown = new StringBuilder();
        for (int room : ROOMS) {
            String text = fitted.fit(rows, room);
            assertThat(CodePoints.count(text)).isLessThanOrEqualTo(room);
            assertThat(text).contains(given.kept());
            shown.append("== ").append(room).append('\n').append(text).append('\n');
        }

        assertThat(fitted.fit(rows, ROOMS[0])).containsSubsequence(given.order());
        assertThat(fitted.fit(rows, 200))
                .contains(given.kept().substring(0, Math.min(given.kept().length(), 20)));
        GoldenFiles.check("trace/" + name, shown.toString());
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyTraceThatIsSentRowByRowIsPutTogetherAgain(String name) throws IOException {
        TraceCase given = TraceCase.of(Files.readString(INPUTS.resolve(name)));
        List<TraceJoining.SentLine> lines = new ArrayList<>();
        lines.add(line("2026-11-18 09:59:59 INFO before"));
        given.text().lines().filter(row -> !row.isBlank()).forEach(row -> lines.add(line(row)));
        lines.add(line("2026-11-18 10:00:01 INFO after"));

        List<List<TraceJoining.SentLine>> groups = TraceJoining.groups(lines);

        assertThat(groups.get(0)).as("before").hasSize(1);
        assertThat(groups.get(groups.size() - 1)).as("after").hasSize(1);
        if (given.groups() > 4) {
            return;
        }
        assertThat(groups.stream().filter(group -> TraceJoining.text(group).contains(given.kept())))
                .as("the cause is with its trace")
                .allMatch(group -> group.size() > 1 || lines.size() == 3);
        assertThat(groups.size()).as(groups.toString()).isLessThanOrEqualTo(given.groups());
    }

    private static TraceJoining.SentLine line(String text) {
        return new TraceJoining.SentLine(java.time.Instant.EPOCH, text);
    }

    /**
     * A file: what must be kept in any room, what must stand in this order in the larger one, and the text.
     *
     * @param own packages; empty: unknown
     * @param groups of how many entries the text is made of, with the line before and the one after
     */
    private record TraceCase(String kept, List<String> order, List<String> own, int groups, String text) {

        static TraceCase of(String file) {
            String kept = "";
            List<String> order = List.of();
            List<String> own = List.of();
            int groups = 3;
            StringBuilder text = new StringBuilder();
            for (String row : file.split("\n", -1)) {
                if (row.startsWith("#! keep: ")) {
                    kept = row.substring(9);
                } else if (row.startsWith("#! order: ")) {
                    order = List.of(row.substring(10).split(" \\| "));
                } else if (row.startsWith("#! own: ")) {
                    own = List.of(row.substring(8));
                } else if (row.startsWith("#! groups: ")) {
                    groups = Integer.parseInt(row.substring(11));
                } else {
                    text.append(row).append('\n');
                }
            }
            return new TraceCase(kept, order, own, groups, text.toString().stripTrailing());
        }
    }
}
