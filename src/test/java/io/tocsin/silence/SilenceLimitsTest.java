package io.tocsin.silence;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatchType;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilenceLimitsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void refusesMatchersThatTakeTooMuchTogether() {
        LabelMatcher large = new LabelMatcher("host", MatchType.REGEX, "h{1000}".repeat(5));

        assertThat(problems(Collections.nCopies(3, large))).isEmpty();
        assertThat(problems(Collections.nCopies(50, large)))
                .singleElement()
                .asString()
                .contains("those up to here need 20012 instructions together, the limit is 20000; use fewer of them");
    }

    private static List<String> problems(List<LabelMatcher> matchers) {
        SilenceDraft draft = new SilenceDraft(matchers, NOW, NOW.plusSeconds(3600), "kim", "maintenance");
        return SilenceLimits.DEFAULT.problems(draft, NOW);
    }
}
