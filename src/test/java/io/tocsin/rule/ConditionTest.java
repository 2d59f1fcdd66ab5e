package io.tocsin.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "> 5|> 5|5.1|5",
                ">=5|>= 5|5|4.9",
                "<  -1.5|< -1.5|-2|-1.5",
                "<= 1e3|<= 1000|1000|1001",
                "== 0|== 0|0|1",
                "!= .5|!= 0.5|1|0.5",
                "inside [1,5]|inside [1, 5]|5|5.1",
                "outside [ -1 , 1e2 ]|outside [-1, 100]|-2|-1",
                "inside [0, +Inf]|inside [0, +Inf]|7|-1"
            })
    void readsAndPrints(String text, String printed, double active, double inactive) {
        Condition condition = Condition.parse(text);

        assertThat(condition).hasToString(printed);
        assertThat(Condition.parse(condition.toString())).isEqualTo(condition);
        assertThat(condition.isSatisfiedBy(active)).isTrue();
        assertThat(condition.isSatisfiedBy(inactive)).isFalse();
        assertThat(condition.isSatisfiedBy(Double.NaN)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "> ", "> five", "= 5", "=> 5", "inside 1,5", "inside [1]", "between [1, 5]", "> 5 6"})
    void refusesOtherTexts(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Condition.parse(text))
                .withMessage("\"" + text + "\" is not a condition; write one of > >= < <= == != and a number, as in"
                        + " \"> 0\", or inside [1, 5] or outside [1, 5]");
    }

    @Test
    void refusesAnEmptyRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Condition.parse("outside [5, 1]"))
                .withMessage("\"outside [5, 1]\": the lower bound is above the upper one");
    }
}
