package io.tocsin.logql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LokiMessagesTest {

    private static final String RECORDED =
            "parse error at line 1, col 6: syntax error: unexpected ,, expecting STRING or ip";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "parse error at line 1, col 6: syntax error: unexpected ,, expecting a text in quotes; true",
                "parse error at line 1, col 6: syntax error: unexpected ,; true",
                "parse error at line 1, col 7: syntax error: unexpected ,, expecting STRING or ip; false",
                "parse error at line 2, col 6: syntax error: unexpected ,, expecting STRING or ip; false",
                "parse error at line 1, col 6: syntax error: unexpected $end, expecting STRING or ip; false",
                "parse error : syntax error: unexpected ,, expecting STRING or ip; false",
                "accepted; false"
            })
    void comparesPlaceAndUnexpectedToken(String actual, boolean same) {
        assertThat(LokiMessages.same(RECORDED, actual)).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({
        "'invalid pattern parser: unexpected $end, expecting LITERAL', 'invalid pattern parser: unexpected $end'",
        "'parse error : stage ''x'' : syntax error', 'parse error : stage ''y'' : syntax error'"
    })
    void comparesAllOfOtherMessages(String recorded, String actual) {
        assertThat(LokiMessages.same(recorded, actual)).isFalse();
    }
}
