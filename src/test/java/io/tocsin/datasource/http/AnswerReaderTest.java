package io.tocsin.datasource.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {

    /** However many digits it has, and however it is written. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1700000000",
                "1700000000.123",
                "1700000000.781",
                "1700000000.123456789",
                "1700000000.1234567899",
                "0.5",
                "0",
                "-1.25",
                "-0.5",
                "1.7e9",
                "1.1234567891e5",
                "1.5E-3",
                "9223372036.854775807",
                "12345678901234567890.5"
            })
    void readsSecondsExactlyToTheNanosecond(String seconds) throws QueryAnswer.FormatException {
        String body =
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":["
                        + seconds + ",\"1\"]}]}}";

        QueryAnswer answer = QueryAnswer.read(body.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.elements().get(0).points().get(0).timestampNanos())
                .isEqualTo(new BigDecimal(seconds).movePointRight(9).longValue());
    }
}
