package io.tocsin.logstore.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataNamesTest {

    @ParameterizedTest
    @CsvSource({
        "trace.id, trace_id",
        "trace-id, trace_id",
        "9lead, key_9lead",
        "Mixed.Case-Key, Mixed_Case_Key",
        "a__b, a_b",
        "__reserved__, __reserved__",
        "__re.served__, __re_served__",
        "_a, _a",
        "plain_name9, plain_name9"
    })
    void becomesALabelName(String name, String normal) {
        assertThat(MetadataNames.normalize(name)).isEqualTo(normal);
    }

    @Test
    void refusesNamesOfUnderscoresOnly() {
        assertThatThrownBy(() -> MetadataNames.normalize("한글"))
                .isInstanceOf(PushException.class)
                .hasMessage("normalization for label name \"한글\" resulted in invalid name \"_\"");
    }
}
