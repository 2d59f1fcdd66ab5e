package io.tocsin.importer.grafana;

import io.tocsin.importer.ImportRemark.RemarkKind;
import io.tocsin.importer.ImportRemarks;
import io.tocsin.yaml.YamlFields;
import java.util.Map;

/** What no data and a failed query mean for a rule. */
final class RuleStates {

    private final YamlFields rule;
    private final ImportRemarks remarks;

    RuleStates(YamlFields rule, ImportRemarks remarks) {
        this.rule = rule;
        this.remarks = remarks;
    }

    void putInto(Map<String, Object> target) {
        putNoData(target);
        putError(target);
    }

    private String field(String newer, String older) {
        return rule.has(newer) ? newer : older;
    }

    private void putNoData(Map<String, Object> target) {
        String field = field("noDataState", "no_data_state");
        switch (rule.text(field, "NoData")) {
            case "OK", "Ok" -> target.put("no_data", "resolve");
            case "KeepLast", "KeepLastState" -> target.put("no_data", "keep");
            case "Alerting" -> target.put("no_data", "alert");
            default -> {
                target.put("no_data", "alert");
                remarks.oncePerFile(
                        RemarkKind.CHANGED,
                        rule.place(field),
                        "noDataState NoData: the alert itself fires, once for the rule, and not one that is called"
                                + " DatasourceNoData; where no line means that all is well, write no_data: resolve");
            }
        }
    }

    private void putError(Map<String, Object> target) {
        String field = field("execErrState", "exec_err_state");
        switch (rule.text(field, "Error")) {
            case "OK", "Ok" -> target.put("on_error", "resolve");
            case "KeepLast", "KeepLastState" -> target.put("on_error", "keep");
            case "Alerting" -> target.put("on_error", "alert");
            default ->
                remarks.oncePerFile(
                        RemarkKind.CHANGED,
                        rule.place(field),
                        "execErrState Error: alerts stay as they are while a query fails, and Tocsin tells once that the"
                                + " data source does not answer, and when it is back");
        }
    }
}
