package io.tocsin.message;

/**
 * Absolute http(s) addresses; an empty text means that there is no such link.
 *
 * @param alerts Tocsin's page of the alerts
 * @param silence a prefilled silence form; opening it changes nothing
 * @param logs Grafana Explore, or Tocsin's log page, with the query and the exact window
 */
public record MessageLinks(String alerts, String silence, String logs, String runbook) {

    public static final MessageLinks NONE = new MessageLinks("", "", "", "");
}
