package io.tocsin.web.drafts;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.web.logs.StreamLabels.FoundLabels;
import java.util.List;
import java.util.Locale;

/** Rule files to begin with, which ask for labels that the logs really have. */
final class SampleRules {

    /** What they look for; each has the texts {@code draft.sample.<name>} of the pages. */
    static final List<String> NAMES = List.of("errors", "traces", "http", "silent");

    private static final int MOST_NAMED = 8;

    private final FoundLabels labels;
    private final boolean isKorean;
    private final String interval;

    /** @param isCheap whether a query costs nobody outside of this process anything: then it is asked more often */
    SampleRules(FoundLabels labels, Locale locale, boolean isCheap) {
        this.labels = labels;
        this.isKorean = locale.getLanguage().equals(Locale.KOREAN.getLanguage());
        this.interval = isCheap ? "15s" : "1m";
    }

    /** The text of one of {@link #NAMES}; of any other name the first. */
    String text(String name) {
        return switch (name) {
            case "traces" -> traces();
            case "http" -> http();
            case "silent" -> silent();
            default -> errors();
        };
    }

    /** Counts the lines of a query for log lines. */
    String ofQuery(String query, DataSourceName source) {
        String expression = "sum by (" + String.join(", ", labels.groups()) + ") (count_over_time("
                + query.strip().replaceAll("\\R", " ") + " [5m]))";
        String rule = rule("LinesFound", expression, "\"> 0\"", said("{{value}} lines", "로그 {{value}}건"));
        String comment =
                said("Fires when a line of the last five minutes matches.", "최근 5분 동안 일치하는 로그가 한 줄이라도 있으면 발생합니다.");
        String text = file("query", comment, rule);
        return source.equals(DataSourceName.DEFAULT)
                ? text
                : text.replace("    rules:\n", "    datasource: \"" + source.value() + "\"\n    rules:\n");
    }

    private String errors() {
        return file(
                "errors",
                said(
                        "Fires when a line of the last five minutes holds ERROR or FATAL.",
                        "최근 5분 동안 ERROR 또는 FATAL이 있는 로그가 한 줄이라도 있으면 발생합니다."),
                rule(
                        "ErrorLines",
                        counted("|~ \"ERROR|FATAL\"", "5m"),
                        "\"> 0\"",
                        said("{{value}} error lines", "오류 로그 {{value}}건")));
    }

    private String traces() {
        return file(
                "traces",
                said(
                        "Fires on a stack trace of Java, Python or Node, and shows three of them.",
                        "Java, Python, Node의 스택 트레이스가 있으면 발생하고 그중 세 개를 보여 줍니다."),
                rule(
                                "StackTrace",
                                counted("|~ `(?m)^\\s+at .+\\(|Traceback \\(most recent call last\\)`", "5m"),
                                "\"> 0\"",
                                said("{{value}} stack traces", "스택 트레이스 {{value}}건"))
                        + "        evidence: {lines: 3, after: 5}\n        keep_firing_for: 10m\n");
    }

    private String http() {
        return file(
                "http",
                said(
                        "Fires when an access log has five or more answers with a status of 500 to 599 in five minutes.",
                        "5분 동안 접근 로그에 상태 코드 500~599 응답이 다섯 건 이상이면 발생합니다."),
                rule(
                        "ServerErrors",
                        counted("|~ `\" 5[0-9][0-9] `", "5m"),
                        "\">= 5\"",
                        said("{{value}} answers with 5xx", "5xx 응답 {{value}}건")));
    }

    private String silent() {
        return file(
                "silent",
                said(
                        "Fires when something that had lines in the last 24 hours has had none for 15 minutes.",
                        "최근 24시간 안에 로그를 보내던 대상이 15분 동안 한 줄도 보내지 않으면 발생합니다."),
                "      - alert: NoLogs\n        absent:\n          selector: '" + selector() + "'\n          by: ["
                        + String.join(", ", labels.groups())
                        + "]\n          seen_within: 24h\n          missing_for: 15m\n"
                        + texts(said("no lines", "로그 끊김")));
    }

    private String counted(String filter, String range) {
        return "sum by (" + String.join(", ", labels.groups()) + ") (count_over_time(" + selector() + " " + filter
                + " [" + range + "]))";
    }

    private String selector() {
        return "{" + labels.service() + "=~\".+\"}";
    }

    private String file(String group, String comment, String rules) {
        List<String> services = labels.services();
        String named = String.join(", ", services.subList(0, Math.min(MOST_NAMED, services.size())))
                .replaceAll("\\p{Cntrl}", " ");
        String more = services.size() > MOST_NAMED ? ", …" : "";
        String found = services.isEmpty()
                ? said(
                        "No line has arrived in the last hour; change the labels to those of yours.",
                        "최근 한 시간 동안 들어온 로그가 없습니다. 레이블을 실제 값에 맞게 바꾸세요.")
                : said("Found in the last hour: ", "최근 한 시간 동안 찾은 값: ") + labels.service() + " = " + named + more;
        return "# " + comment + "\n# " + found + "\ngroups:\n  - name: " + group + "\n    interval: " + interval
                + "\n    rules:\n" + rules;
    }

    private String rule(String alert, String expression, String condition, String summary) {
        return "      - alert: " + alert + "\n        expr: |\n          " + expression + "\n        condition: "
                + condition + "\n" + texts(summary);
    }

    private String texts(String summary) {
        String place = "{{labels." + String.join("}} {{labels.", labels.groups()) + "}}";
        return "        labels: {severity: warning}\n        annotations:\n          summary: \"" + place + ": "
                + summary + "\"\n";
    }

    private String said(String english, String korean) {
        return isKorean ? korean : english;
    }
}
