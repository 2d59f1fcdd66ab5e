package io.tocsin.web.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.ast.LogSelectorExpr;
import org.junit.jupiter.api.Test;

class LineHitsTest {

    private static LineHits hits(String query) {
        return LineHits.of((LogSelectorExpr) new LogqlParser().parse(query));
    }

    @Test
    void marksWhatTheFiltersLookedFor() {
        assertThat(hits("{a=\"b\"} |= \"ERROR\" |~ \"page [0-9]+\" != \"x\"").split("an ERROR on page 17"))
                .containsExactly(
                        new LineHits.HitPart("an ", false),
                        new LineHits.HitPart("ERROR", true),
                        new LineHits.HitPart(" on ", false),
                        new LineHits.HitPart("page 17", true));
    }

    @Test
    void marksEachAlternativeAndJoinsWhatOverlaps() {
        assertThat(hits("{a=\"b\"} |= \"ab\" or \"bc\"").split("abc"))
                .containsExactly(new LineHits.HitPart("abc", true));
    }

    @Test
    void leavesALineWholeWhenNothingWasLookedFor() {
        assertThat(hits("{a=\"b\"} != \"x\" | json").split("한글 😀"))
                .containsExactly(new LineHits.HitPart("한글 😀", false));
        assertThat(hits("{a=\"b\"} |~ \"x*\"").split("")).isEmpty();
    }
}
