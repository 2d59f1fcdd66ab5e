package io.tocsin.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.label.Labels;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LinkAddressesTest {

    private static final Instant FROM = Instant.parse("2026-03-02T09:55:00Z");
    private static final Instant TO = Instant.parse("2026-03-02T10:00:00Z");

    private final LinkAddresses addresses =
            new LinkAddresses("https://tocsin.example/", "https://grafana.example/sub/");

    @Test
    void opensExploreWithTheQueryAndExactlyItsWindow() {
        String expression = "{job=\"ocr\"} |= `a|b>c` |~ \"\\\\d 한글\"";

        URI link = URI.create(addresses.explore("loki \"1\"", expression, FROM, TO));

        assertThat(link.getPath()).isEqualTo("/sub/explore");
        assertThat(link.toString()).doesNotContainAnyWhitespaces().doesNotContain("|", ">", "<", ")", "\"");
        String panes = link.getRawQuery().replaceAll(".*panes=", "");
        JsonNode pane = JsonMapper.builder()
                .build()
                .readTree(URLDecoder.decode(panes, StandardCharsets.UTF_8))
                .get("tocsin");
        assertThat(pane.at("/datasource").asString()).isEqualTo("loki \"1\"");
        assertThat(pane.at("/queries/0/expr").asString()).isEqualTo(expression);
        assertThat(pane.at("/range/from").asString()).isEqualTo("" + FROM.toEpochMilli());
        assertThat(pane.at("/range/to").asString()).isEqualTo("" + TO.toEpochMilli());
    }

    @Test
    void hasNoExploreLinkWithoutGrafana() {
        assertThat(new LinkAddresses("https://tocsin.example", "").explore("x", "{job=\"x\"}", FROM, TO))
                .isEmpty();
    }

    @Test
    void fillsTheSilenceFormWithMatchersThatCannotEndTheLink() {
        String link = addresses.newSilence(Labels.of("alertname", "a b*", "host", "x|y>\"z"));

        assertThat(link)
                .isEqualTo("https://tocsin.example/silences/new?matcher=alertname%3D%22a%20b%2A%22"
                        + "&matcher=host%3D%22x%7Cy%3E%5C%22z%22");
    }

    @Test
    void linksToAllAlertsWhenThereAreNoLabels() {
        assertThat(addresses.alerts(Labels.empty())).isEqualTo("https://tocsin.example/alerts");
    }
}
