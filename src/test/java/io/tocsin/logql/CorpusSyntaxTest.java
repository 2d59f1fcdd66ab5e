package io.tocsin.logql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.logql.ast.LogqlExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a real Loki accepted and refused, and in which words. */
class CorpusSyntaxTest {

    private static final double WANTED_FRACTION_OF_EXACT_MESSAGES = 0.95;

    private final LogqlParser parser = new LogqlParser();

    @Test
    void acceptsEveryQueryThatLokiAnswered() {
        List<String> refused = new ArrayList<>();

        for (CorpusCases.Case request : CorpusCases.load()) {
            if (request.status() == 200) {
                try {
                    parser.parse(request.query());
                } catch (LogqlSyntaxException e) {
                    refused.add(request.id() + ": " + RefusedQuery.render(e));
                }
            }
        }

        assertThat(refused).isEmpty();
    }

    @Test
    void printsEveryQueryToTextThatMeansTheSame() {
        List<String> changed = new ArrayList<>();

        for (CorpusCases.Case request : CorpusCases.load()) {
            if (request.status() == 200) {
                LogqlExpr expr = parser.parse(request.query());
                String printed = expr.toString();
                LogqlExpr again = parser.parse(printed);
                if (!again.equals(expr) || !again.toString().equals(printed)) {
                    changed.add(request.query() + "\n -> " + printed + "\n -> " + again);
                }
            }
        }

        assertThat(changed).isEmpty();
    }

    @Test
    void refusesInLokisWords() {
        Map<String, String> different = new TreeMap<>();
        int asked = 0;

        for (CorpusCases.Case request : CorpusCases.load()) {
            if (request.isRefusedByParser()) {
                asked++;
                String message = messageFor(request.query());
                if (!LokiMessages.same(request.error(), message)) {
                    different.put(
                            request.id(), request.query() + "\n  Loki: " + request.error() + "\n  here: " + message);
                }
            }
        }

        double exact = 1 - (double) different.size() / asked;
        System.out.printf("error messages equal to Loki's: %.4f of %d%n", exact, asked);
        different.forEach((id, text) -> System.out.println(id + ": " + text));
        assertThat(exact).isGreaterThanOrEqualTo(WANTED_FRACTION_OF_EXACT_MESSAGES);
    }

    private String messageFor(String query) {
        try {
            parser.parse(query);
            return "accepted";
        } catch (LogqlSyntaxException e) {
            return e.getMessage().stripTrailing();
        }
    }
}
