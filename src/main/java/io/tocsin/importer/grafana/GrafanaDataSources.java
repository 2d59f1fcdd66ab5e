package io.tocsin.importer.grafana;

import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which data sources the rules ask, and what they are called here. Grafana knows them by a UID only. */
final class GrafanaDataSources {

    private final Map<String, String> types = new LinkedHashMap<>();
    private final String prometheus;

    /** @param prometheus what the Prometheus is called here, if there is one only */
    GrafanaDataSources(String prometheus) {
        this.prometheus = prometheus;
    }

    /** Takes in a query; where nothing says of what type its data source is, the query itself does. */
    void see(QueryNode query) {
        String type = query.dataSourceType();
        if (type != null) {
            types.put(query.uid(), type);
        } else if (!types.containsKey(query.uid())) {
            types.put(query.uid(), isLogql(query.expression()) ? "loki" : "prometheus");
        }
    }

    private static boolean isLogql(String text) {
        try {
            return !new LogqlParser().parse(text).toString().isEmpty();
        } catch (LogqlSyntaxException e) {
            return text.contains("|=") || text.contains("count_over_time({") || text.contains("__error__");
        }
    }

    String type(String uid) {
        return types.getOrDefault(uid, "");
    }

    boolean isLoki(String uid) {
        return type(uid).equals("loki");
    }

    boolean isPrometheus(String uid) {
        return type(uid).equals("prometheus");
    }

    /** Null is the default data source. */
    @Nullable
    String name(String uid) {
        boolean isOnly = types.values().stream().filter(type(uid)::equals).count() == 1;
        if (isLoki(uid)) {
            return isOnly ? null : named(uid);
        }
        return isOnly ? prometheus : named(uid);
    }

    private static String named(String uid) {
        return uid.replaceAll("[^A-Za-z0-9_-]+", "-");
    }

    /** What a person has to write into the data sources file. */
    List<String> toBeDefined() {
        List<String> sentences = new ArrayList<>();
        types.forEach((uid, type) -> {
            String name = isLoki(uid) || isPrometheus(uid) ? name(uid) : null;
            if (name != null) {
                sentences.add("define the data source \"" + name + "\" of the type " + type + ", Grafana's \"" + uid
                        + "\", in the data sources file");
            }
        });
        return sentences;
    }

    /** Whether the data source of this name here is a Loki. */
    boolean speaksLogql(String name) {
        return types.keySet().stream().noneMatch(uid -> !isLoki(uid) && name.equals(name(uid)));
    }
}
