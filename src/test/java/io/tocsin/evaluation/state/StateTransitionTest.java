package io.tocsin.evaluation.state;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.evaluation.state.StateTransition.Announcement;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StateTransitionTest {

    @ParameterizedTest
    @EnumSource(value = Announcement.class, names = "NOTHING", mode = EnumSource.Mode.EXCLUDE)
    void nothingIsAnnouncedWithoutItsInstance(Announcement announcement) {
        assertThatThrownBy(() -> new StateTransition(null, null, Instant.EPOCH, announcement, null, null, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(announcement.name());
    }
}
