package io.tocsin.message;

import io.tocsin.alert.AlertId;
import io.tocsin.alert.AlertKey;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.text.PercentEncoding;
import java.time.Instant;
import java.util.StringJoiner;

/**
 * The addresses of the pages that messages link to.
 *
 * @param externalUrl where people reach Tocsin, without a slash at the end
 * @param grafanaUrl where people reach Grafana, without a slash at the end; empty: no links to Grafana
 */
public record LinkAddresses(String externalUrl, String grafanaUrl) {

    public LinkAddresses {
        externalUrl = withoutSlash(externalUrl);
        grafanaUrl = withoutSlash(grafanaUrl);
    }

    /** The page of the alerts that have these labels. */
    public String alerts(Labels labels) {
        return externalUrl + "/alerts" + matchers(labels);
    }

    /** The page of one episode, which stays when it has ended. */
    public String alert(AlertId id) {
        return externalUrl + "/alerts/" + AlertKey.of(id);
    }

    /** The silence form filled in with these labels; opening it changes nothing. */
    public String newSilence(Labels labels) {
        return externalUrl + "/silences/new" + matchers(labels);
    }

    /** The page of one silence. */
    public String silence(String id) {
        return externalUrl + "/silences/" + PercentEncoding.part(id);
    }

    /** Grafana Explore with a log query and exactly its window; empty when there is no Grafana. */
    public String explore(String dataSourceUid, String expression, Instant from, Instant to) {
        if (grafanaUrl.isEmpty() || expression.isEmpty()) {
            return "";
        }
        String source = "{\"type\":\"loki\",\"uid\":" + json(dataSourceUid) + "}";
        String query = "{\"refId\":\"A\",\"expr\":" + json(expression)
                + ",\"queryType\":\"range\",\"editorMode\":\"code\",\"datasource\":" + source + "}";
        String panes = "{\"tocsin\":{\"datasource\":" + json(dataSourceUid) + ",\"queries\":[" + query
                + "],\"range\":{\"from\":\"" + from.toEpochMilli() + "\",\"to\":\"" + to.toEpochMilli() + "\"}}}";
        return grafanaUrl + "/explore?schemaVersion=1&orgId=1&panes=" + PercentEncoding.part(panes);
    }

    /** Tocsin's own page of log lines with a query and its window; the lines of the last moment are within it. */
    public String logs(String dataSource, String expression, Instant from, Instant to) {
        return externalUrl + "/logs?source=" + PercentEncoding.part(dataSource) + "&query="
                + PercentEncoding.part(expression) + "&from=" + from.toEpochMilli() + "&to=" + (to.toEpochMilli() + 1);
    }

    private static String matchers(Labels labels) {
        StringJoiner query = new StringJoiner("&", "?", "");
        query.setEmptyValue("");
        labels.asMap().forEach((name, value) -> query.add("matcher=" + PercentEncoding.part(matcher(name, value))));
        return query.toString();
    }

    private static String matcher(String name, String value) {
        return LabelMatcher.equal(name, value).toString();
    }

    private static String json(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static String withoutSlash(String address) {
        String text = address.strip();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
