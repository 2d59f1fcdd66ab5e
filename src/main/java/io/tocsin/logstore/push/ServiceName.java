package io.tocsin.logstore.push;

import io.tocsin.label.Labels;
import java.util.List;

/** Adds the label {@code service_name} where a stream has none, from the labels that usually name a service. */
final class ServiceName {

    static final String LABEL = "service_name";
    private static final String UNKNOWN = "unknown_service";

    private static final List<String> SOURCES = List.of(
            "service",
            "app",
            "application",
            "app_name",
            "name",
            "app_kubernetes_io_name",
            "container",
            "container_name",
            "k8s_container_name",
            "component",
            "workload",
            "job",
            "k8s_job_name");

    private ServiceName() {}

    static Labels addTo(Labels labels) {
        if (labels.has(LABEL)) {
            return labels;
        }
        for (String source : SOURCES) {
            String value = labels.get(source);
            if (!value.isEmpty()) {
                return labels.with(LABEL, value);
            }
        }
        return labels.with(LABEL, UNKNOWN);
    }
}
