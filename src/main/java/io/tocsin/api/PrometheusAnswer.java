package io.tocsin.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** The envelope of Prometheus' HTTP API. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PrometheusAnswer<T>(
        String status,
        @Nullable T data,
        @Nullable String errorType,
        @Nullable String error) {

    static <T> PrometheusAnswer<T> success(T data) {
        return new PrometheusAnswer<>("success", data, null, null);
    }

    static <T> PrometheusAnswer<T> badData(String error) {
        return new PrometheusAnswer<>("error", null, "bad_data", error);
    }
}
