package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

/** The table of routes in the documentation is the code's; {@code -Dgolden.update=true} writes it anew. */
class AccessTablePageTest {

    private static final Path PAGE = Path.of("docs/security.md");
    private static final String BEGIN = "<!-- routes: begin -->\n";
    private static final String END = "<!-- routes: end -->";

    @Test
    void theDocumentationShowsEveryRouteWithWhatItNeeds() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertThat(begin).isLessThanOrEqualTo(end);

        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, page.substring(0, begin) + table() + page.substring(end));
            return;
        }

        assertThat(page.substring(begin, end)).isEqualTo(table());
    }

    private static String table() {
        return "| Route | Methods | Needs |\n|---|---|---|\n"
                + AccessTable.STANDARD.rows().stream()
                        .sorted(Comparator.comparing((AccessTable.AccessRow row) ->
                                        row.pattern().getPatternString())
                                .thenComparing(row -> methods(row)))
                        .map(row -> "| `" + row.pattern().getPatternString() + "` | " + methods(row) + " | "
                                + needs(row.least()) + " |\n")
                        .collect(Collectors.joining());
    }

    private static String methods(AccessTable.AccessRow row) {
        return row.methods().size() > 2
                ? "all"
                : row.methods().stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
    }

    private static String needs(AccessTable.Least least) {
        return switch (least) {
            case OPEN -> "nothing";
            case SIGNED -> "the chat service's signature";
            case INGEST_OR_LOCAL -> "ingest, or a program on this machine";
            case VIEWER_OR_LOCAL -> "viewer, or a program on this machine";
            case VIEWER, RESPONDER, EDITOR, ADMIN -> least.name().toLowerCase(Locale.ROOT);
        };
    }
}
