package io.tocsin.importer.grafana;

import java.time.Duration;
import java.util.Set;

/**
 * When a rule fires.
 *
 * @param condition compared with each value; empty: every series fires
 * @param dataSource its UID in Grafana
 * @param offset how long before now the queries end
 * @param sameValue the names of the queries and expressions whose value is the alert's
 * @param isApproximate whether somebody has to look at it before it runs
 */
record Alarm(
        String expression,
        String condition,
        String dataSource,
        Duration offset,
        Set<String> sameValue,
        boolean isApproximate) {

    Alarm {
        sameValue = Set.copyOf(sameValue);
    }
}
