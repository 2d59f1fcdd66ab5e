package io.tocsin.silence.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SilenceCodecTest {

    @Test
    void readsAnExpressionThatIsTooLargeNowAsOneThatSilencesNothing() {
        String stored = "[{\"name\":\"host\",\"type\":\"!~\",\"value\":\"(x{1000}){1000}\"}]";

        List<LabelMatcher> matchers = SilenceCodec.readMatchers(stored);

        assertThat(matchers).hasToString("[host!~\"(x{1000}){1000}\"]");
        assertThat(matchers).noneMatch(matcher -> matcher.matches(Labels.of(Map.of("host", "web"))));
        assertThat(SilenceCodec.write(matchers)).isEqualTo(stored);
    }
}
