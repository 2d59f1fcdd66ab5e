package io.tocsin.logql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What parsing looks like to a user, as text files that can be read and reviewed. */
class LogqlGoldenTest {

    private final LogqlParser parser = new LogqlParser();

    @Test
    void showsErrorsWithTheirPlace() {
        GoldenFile golden = GoldenFile.load("errors.test");

        assertThat(golden.answer(this::error)).isEqualTo(golden.examples());
    }

    @Test
    void printsCanonically() {
        GoldenFile golden = GoldenFile.load("printed.test");

        assertThat(golden.answer(this::printed)).isEqualTo(golden.examples());
    }

    private String error(String query) {
        try {
            return "accepted: " + parser.parse(query);
        } catch (LogqlSyntaxException e) {
            return RefusedQuery.render(e);
        }
    }

    private String printed(String query) {
        String printed = parser.parse(query).toString();
        assertThat(parser.parse(printed)).isEqualTo(parser.parse(query));
        return printed;
    }
}
