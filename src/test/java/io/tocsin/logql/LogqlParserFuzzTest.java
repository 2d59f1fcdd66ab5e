package io.tocsin.logql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.logql.ast.LogqlExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random damage to real queries: the parser answers with a tree or with one kind of error. */
class LogqlParserFuzzTest {

    private static final int SEEDS = Integer.getInteger("seeds", 5_000);
    private static final List<String> FRAGMENTS = List.of(
            "(",
            ")",
            "{",
            "}",
            "[5m]",
            "[",
            "]",
            ",",
            "|",
            "|=",
            "!=",
            "=~",
            "!~",
            "|>",
            "!>",
            "=",
            "==",
            ">",
            "<=",
            "+",
            "-",
            "*",
            "/",
            "%",
            "^",
            " or ",
            " and ",
            " unless ",
            " by ",
            " by (a)",
            " without (",
            " on (a) ",
            " ignoring () ",
            " group_left ",
            " group_right (b) ",
            " bool ",
            "1",
            "-1",
            "0x1",
            "1e400",
            "5m",
            "-5m",
            "1.5h",
            "10MB",
            "0B",
            "\"x\"",
            "\"(\"",
            "`y`",
            "\"",
            "`",
            "'",
            "\\",
            "#",
            "//",
            "/*",
            "*/",
            "\n",
            "\t",
            " ",
            " json ",
            " logfmt --strict ",
            " unwrap x ",
            " | unwrap bytes(x) ",
            " line_format ",
            " label_format a=b ",
            " drop a ",
            " keep a=\"b\" ",
            " ip(\"1.2.3.4\") ",
            " offset 5m ",
            " sum ",
            "sum(",
            "topk(2, ",
            "count_over_time(",
            "vector(1)",
            "label_replace(",
            "rate",
            "a",
            "한글",
            "😀",
            "\u0000",
            "\ufeff",
            "{a=\"b\"}",
            "{a=~\"(\"}",
            " pattern \"<a>\" ",
            " regexp \"(\" ",
            "group_left (a)");

    private final LogqlParser parser = new LogqlParser();
    private int accepted;

    @Test
    void answersWithATreeOrOneKindOfError() {
        List<String> queries =
                CorpusCases.load().stream().map(CorpusCases.Case::query).toList();
        List<String> failures = new ArrayList<>();

        for (int seed = 0; seed < SEEDS && failures.size() < 20; seed++) {
            Random random = new Random(seed);
            String query = damage(queries.get(random.nextInt(queries.size())), random);
            problemWith(query).ifPresent(problem -> failures.add(problem + ": " + query));
        }

        assertThat(failures).isEmpty();
        assertThat(accepted).as("queries that survived the damage").isGreaterThan(SEEDS / 20);
    }

    private static String damage(String query, Random random) {
        StringBuilder text = new StringBuilder(query);
        int edits = 1 + random.nextInt(3);
        for (int i = 0; i < edits; i++) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
                case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
                case 2 -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(20))));
                default ->
                    text.replace(at, Math.min(text.length(), at + 1), FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
            }
        }
        return text.toString();
    }

    private Optional<String> problemWith(String query) {
        try {
            LogqlExpr expr = parser.parseWithoutStageChecks(query);
            accepted++;
            LogqlExpr again = parser.parseWithoutStageChecks(expr.toString());
            return again.equals(expr) ? Optional.empty() : Optional.of("prints as " + expr);
        } catch (LogqlSyntaxException e) {
            boolean unexplained =
                    e.problem().startsWith("syntax error") && !e.problem().contains(": unexpected ");
            return unexplained ? Optional.of("refused for no reason: " + e.getMessage()) : Optional.empty();
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.of(e.toString());
        }
    }
}
