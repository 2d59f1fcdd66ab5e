package io.tocsin.logql.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.logql.syntax.QueryToken.QueryTokenKind;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class QueryTokenTest {

    private static String text(List<QueryToken> tokens) {
        return tokens.stream().map(QueryToken::text).collect(Collectors.joining());
    }

    @Test
    void tellsTheParts() {
        List<QueryToken> tokens =
                QueryToken.of("sum by (host) (count_over_time({job=\"ocr\"} |= `E` | json [5m])) > 2 # why");

        assertThat(tokens)
                .contains(
                        new QueryToken(QueryTokenKind.FUNCTION, "sum"),
                        new QueryToken(QueryTokenKind.KEYWORD, "by"),
                        new QueryToken(QueryTokenKind.NAME, "host"),
                        new QueryToken(QueryTokenKind.FUNCTION, "count_over_time"),
                        new QueryToken(QueryTokenKind.STRING, "\"ocr\""),
                        new QueryToken(QueryTokenKind.STRING, "`E`"),
                        new QueryToken(QueryTokenKind.OPERATOR, "|="),
                        new QueryToken(QueryTokenKind.KEYWORD, "json"),
                        new QueryToken(QueryTokenKind.NUMBER, "[5m]"),
                        new QueryToken(QueryTokenKind.OPERATOR, ">"),
                        new QueryToken(QueryTokenKind.NUMBER, "2"),
                        new QueryToken(QueryTokenKind.COMMENT, " # why"));
    }

    @Test
    void losesNothingOfAnyText() {
        String alphabet = "sum(){}[]|=~!`\"\\#/*5m.-+ \nby한😀\u0000";
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            StringBuilder query = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                int at = random.nextInt(alphabet.codePointCount(0, alphabet.length()));
                query.appendCodePoint(alphabet.codePointAt(alphabet.offsetByCodePoints(0, at)));
            }

            assertThat(text(QueryToken.of(query.toString()))).as("seed " + seed).isEqualTo(query.toString());
        }
    }
}
