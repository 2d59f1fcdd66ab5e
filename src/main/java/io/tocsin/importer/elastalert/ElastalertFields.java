package io.tocsin.importer.elastalert;

import io.tocsin.importer.ImportRemark.RemarkKind;
import java.util.Map;
import java.util.Set;

/** The many fields of a rule that are not its query. */
final class ElastalertFields {

    /** They say how ElastAlert finds and asks Elasticsearch, and mean nothing without one. */
    private static final Set<String> OF_ELASTICSEARCH = Set.of(
            "es_host",
            "es_hosts",
            "es_port",
            "es_username",
            "es_password",
            "es_url_prefix",
            "es_bearer",
            "es_api_key",
            "use_ssl",
            "verify_certs",
            "ssl_show_warn",
            "ca_certs",
            "client_cert",
            "client_key",
            "aws_region",
            "profile",
            "es_conn_timeout",
            "statsd_host",
            "timestamp_field",
            "timestamp_type",
            "timestamp_format",
            "use_strftime_index",
            "search_extra_index",
            "use_count_query",
            "use_terms_query",
            "doc_type",
            "terms_size",
            "max_query_size",
            "scroll_keepalive",
            "max_scrolling_count",
            "buffer_time",
            "_source_enabled",
            "include",
            "generate_kibana_discover_url",
            "kibana_discover_version",
            "kibana_discover_index_pattern_id",
            "kibana_discover_app_url",
            "kibana_discover_columns",
            "kibana_url",
            "use_local_time");

    /** They are read where they belong. */
    private static final Set<String> READ = Set.of(
            "name",
            "type",
            "index",
            "num_events",
            "timeframe",
            "filter",
            "query_key",
            "alert",
            "threshold",
            "threshold_ref",
            "threshold_cur",
            "spike_height",
            "spike_type",
            "is_enabled",
            "description",
            "priority",
            "owner",
            "alert_text",
            "alert_text_args",
            "alert_text_type",
            "alert_subject",
            "alert_subject_args",
            "query_delay",
            "run_every",
            "forget_keys");

    private static final Map<String, String> CHANGED = Map.of(
            "realert", "an alert is told once, and again while it fires after the policy's repeat_interval",
            "exponential_realert", "an alert is told once, and again while it fires after the policy's repeat_interval",
            "aggregation", "alerts of a policy are one message; its group_interval says how often that is sent",
            "aggregation_key", "alerts of a policy are one message; its group_by says by which labels",
            "attach_related", "the newest log lines of the rule's window are in the message",
            "alert_on_new_data", "an alert fires when its value does",
            "category", "write it as a label of the rule if policies need it");

    private static final Map<String, String> LOST = Map.of(
            "top_count_keys", "write sum by (KEY) into the expr, so that there is an alert for each",
            "raw_count_keys", "write sum by (KEY) into the expr, so that there is an alert for each",
            "top_count_number", "write topk(N, …) into the expr",
            "limit_execution", "use mute_time_intervals of a policy",
            "import", "import the file that it names along with this one; its fields are not merged",
            "match_enhancements", "nothing changes an alert on its way; write labels and annotations",
            "alert_time_limit", "there is no such limit here",
            "metric_agg_key", "write unwrap into the expr",
            "query_timeframe", "there is no such field here");

    private ElastalertFields() {}

    /** @param target whether a field belongs to where alerts are sent */
    static void remark(ElastalertImport.ElastalertFile rule, java.util.function.Predicate<String> target) {
        for (String name : rule.fields().names()) {
            if (READ.contains(name) || OF_ELASTICSEARCH.contains(name) || target.test(name)) {
                continue;
            }
            if (CHANGED.containsKey(name)) {
                rule.remarks()
                        .oncePerFile(RemarkKind.CHANGED, rule.fields().place(name), name + ": " + CHANGED.get(name));
            } else {
                rule.remarks()
                        .lost(
                                rule.fields().place(name),
                                name + ": " + LOST.getOrDefault(name, "rules have no such field here"));
            }
        }
    }

    /** What the global file says and nobody reads. */
    static void remarkGlobals(ElastalertImport.ElastalertFile global) {
        Set<String> known =
                Set.of("rules_folder", "writeback_index", "writeback_alias", "run_every", "scan_subdirectories");
        for (String name : global.fields().names()) {
            boolean isTarget = name.startsWith("slack_") || name.startsWith("discord_");
            if (!known.contains(name) && !OF_ELASTICSEARCH.contains(name) && !isTarget) {
                global.remarks()
                        .changed(
                                global.fields().place(name),
                                name + ": a setting of ElastAlert itself; nothing here uses it");
            }
        }
    }
}
