package io.tocsin.logql.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlipsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '^',
            value = {
                "sum by (host) (count_over_time({job=\"x\"}[5m]) ! the \"(\" at line 1, column 15 of the query is not closed",
                "count_over_time({job=\"x\"}[5m])) ! the \")\" at line 1, column 31 of the query closes nothing",
                "count_over_time({job=\"x\"[5m]) ! the \"{\" at line 1, column 17 of the query is not closed before the \")\" at line 1, column 29 of the query",
                "sum count_over_time({job=\"x\"}[5m]) ! ^^",
            })
    void namesTheBracketThatIsWrong(String query, String advice) {
        LogqlSyntaxException refused =
                catchThrowableOfType(LogqlSyntaxException.class, () -> new LogqlParser().parse(query));

        assertThat(refused.advice()).isEqualTo(advice);
        assertThat(refused.explanation()).isEqualTo(refused.problem() + (advice.isEmpty() ? "" : "; " + advice));
        assertThat(refused).message().doesNotContain("closed");
    }
}
