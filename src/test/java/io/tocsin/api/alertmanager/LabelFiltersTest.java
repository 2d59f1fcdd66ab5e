package io.tocsin.api.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelFiltersTest {

    /** The cases of Alertmanager's matchFilterLabels. */
    @ParameterizedTest
    @CsvSource({
        "foo=bar, true",
        "foo=baz, false",
        "foo!=bar, false",
        "foo!=baz, true",
        "foo=~b.r, true",
        "foo=~b, false",
        "foo!~b.r, false",
        "other=\"\", true",
        "foo=\"\", false",
        "foo!=\"\", true",
        "other!=\"\", false",
        "other!=bar, true",
        "other=~.*, true",
    })
    void comparesAsAlertmanagerDoes(String filter, boolean isAccepted) {
        assertThat(LabelFilters.of(List.of(filter)).accepts(Map.of("foo", "bar")))
                .isEqualTo(isAccepted);
    }

    @Test
    void receiversAreComparedAsAWhole() {
        assertThat(LabelFilters.receivers("team-.").test("team-a")).isTrue();
        assertThat(LabelFilters.receivers("team").test("team-a")).isFalse();
        assertThat(LabelFilters.receivers(null).test("any")).isTrue();
        assertThatThrownBy(() -> LabelFilters.receivers("(")).isInstanceOf(AlertmanagerException.class);
    }
}
