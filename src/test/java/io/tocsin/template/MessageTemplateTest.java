package io.tocsin.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.gotemplate.GoLibrary;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Go templates of messages: Alertmanager's functions for lists, JSON and times, and what its template files define. */
class MessageTemplateTest {

    private static final Set<String> NAMES =
            Set.of("alerts", "status", "starts_at", "ends_at", "value", "labels.*", "annotations.*", "common_labels.*");
    private static final Map<String, Object> ALERT = Map.of(
            "status",
            "FIRING",
            "starts_at",
            Instant.parse("2026-01-02T03:04:05Z"),
            "ends_at",
            "",
            "value",
            1.5,
            "labels",
            Map.of("alertname", "Ocr", "host", "<a&b>"),
            "annotations",
            Map.of("summary", "\"한글\"\n"));
    private static final Map<String, Object> MODEL = Map.of(
            "now", Instant.parse("2026-01-02T05:34:06.500Z"),
            "status", "FIRING",
            "alerts", List.of(ALERT),
            "common_labels", Map.of("job", "ocr", "alertname", "Ocr"));

    private static String render(String source, GoLibrary library) {
        return TextTemplate.compile(source, NAMES, library).render(MODEL, value -> value);
    }

    private static String render(String source) {
        return render(source, GoLibrary.EMPTY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "{{ toJson .CommonLabels }} ~ {\"alertname\":\"Ocr\",\"job\":\"ocr\"}",
                "{{ (index .Alerts 0).Labels | toJson }} ~ {\"alertname\":\"Ocr\",\"host\":\"\\u003ca\\u0026b\\u003e\"}",
                "{{ (index .Alerts 0).Annotations.summary | toJson }} ~ \"\\\"한글\\\"\\n\"",
                "{{ toJson .CommonLabels.SortedPairs }} ~ [{\"Name\":\"alertname\",\"Value\":\"Ocr\"},{\"Name\":\"job\",\"Value\":\"ocr\"}]",
                "{{ toJson (index .Alerts 0).StartsAt }} ~ \"2026-01-02T03:04:05Z\"",
                "{{ toJson (list 1 1.5 1e21 0.0000001 true nil \"x\") }} ~ [1,1.5,1e+21,1e-7,true,null,\"x\"]",
                "{{ toJson (list) }}{{ toJson (dict) }} ~ []{}",
                "{{ toJson .Alerts.Resolved }} ~ []",
                "{{ range .Alerts }}{{ toJson . }}{{ end }} ~ {\"annotations\":{\"summary\":\"\\\"한글\\\"\\n\"},\"endsAt\":\"0001-01-01T00:00:00Z\",\"labels\":{\"alertname\":\"Ocr\",\"host\":\"\\u003ca\\u0026b\\u003e\"},\"startsAt\":\"2026-01-02T03:04:05Z\",\"status\":\"firing\",\"value\":1.5}",
                "{{ $d := dict \"b\" 1 \"a\" (list \"x\") }}{{ toJson $d }} {{ $d.b }} {{ index $d \"a\" }} ~ {\"a\":[\"x\"],\"b\":1} 1 [x]",
                "{{ $l := list \"a\" }}{{ $l = append $l \"b\" \"c\" }}{{ join \"-\" $l }} {{ len $l }} ~ a-b-c 3",
                "{{ range .Alerts }}{{ since .StartsAt }}{{ end }} ~ 2h30m1.5s",
                "{{ since (index .Alerts 0).StartsAt | humanizeDuration }} ~ 2h 30m 1s",
                "{{ $s := since (index .Alerts 0).StartsAt }}{{ printf \"%.2f\" $s.Hours }} {{ if gt $s.Minutes 90.0 }}long{{ end }} ~ 2.50 long",
                "{{ toJson (since (index .Alerts 0).StartsAt) }} ~ 9001500000000"
            })
    void rendersWhatAlertmanagerRenders(String source, String expected) {
        assertThat(render(source)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "{{ dict \"a\" }} ~ dict requires an even number of arguments",
                "{{ dict 1 2 }} ~ dict keys must be strings; got int",
                "{{ append \"a\" \"b\" }} ~ append wants a list first; got string",
                "{{ $v := parseDuration \"1s\" }}{{ since $v }} ~ expected time.Time; got float64"
            })
    void saysWhatIsWrong(String source, String problem) {
        assertThatThrownBy(() -> render(source))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void knowsNoTimeInTheTextsOfARule() {
        TextTemplate template = TextTemplate.compile("{{ $labels.host }} {{ since (toTime 0) }}");

        assertThatThrownBy(() -> template.render(Map.of("labels", Map.of("host", "a"), "value", 1.0), value -> value))
                .hasMessageContaining("since is known in messages only");
    }

    @ParameterizedTest
    @CsvSource({
        "'{{ $l := list \"x\" }}{{ range 60 }}{{ $l = list $l $l }}{{ end }}'",
        "'{{ $l := list \"x\" }}{{ range 60 }}{{ $l = append $l $l $l }}{{ end }}'",
        "'{{ $l := list \"x\" }}{{ range 60 }}{{ $l = dict \"a\" $l \"b\" $l }}{{ end }}'",
        "'{{ $l := list }}{{ range 15000 }}{{ $l = list $l }}{{ end }}{{ toJson $l }}'",
        "'{{ $s := \"<&>\" }}{{ range 20 }}{{ $s = toJson $s }}{{ end }}'",
        "'{{ $l := list \"x\" }}{{ range 15000 }}{{ $l = append $l \"xxxxxxxx\" }}{{ end }}'"
    })
    void makesNoMoreThanTheBudgetAllows(String source) {
        assertThatThrownBy(() -> render(source))
                .isInstanceOf(TemplateException.class)
                .hasMessageMatching("(?s).*(longer than|makes more than) \\d+ characters.*");
    }

    @Test
    void callsWhatTheFilesDefine() {
        GoLibrary library = GoLibrary.of(Map.of(
                "slack.tmpl",
                "ignored {{ define \"slack.title\" }}[{{ .Status | toUpper }}] {{ template \"names\" . }}{{ end }}",
                "a.tmpl",
                "{{ define \"names\" }}{{ range .Alerts }}{{ .Labels.alertname }}{{ end }}{{ end }}"));

        assertThat(library.problems()).isEmpty();
        assertThat(render("{{ template \"slack.title\" . }}!", library)).isEqualTo("[FIRING] Ocr!");
        assertThat(render("{{ define \"names\" }}mine{{ end }}{{ template \"slack.title\" . }}", library))
                .isEqualTo("[FIRING] mine");
        assertThat(render("{{ tmpl \"names\" . | toLower }}", library)).isEqualTo("ocr");
    }

    @Test
    void takesTheDefinitionOfTheLastFile() {
        GoLibrary library =
                GoLibrary.of(Map.of("a.tmpl", "{{define \"x\"}}a{{end}}", "b.tmpl", "{{define \"x\"}}b{{end}}"));

        assertThat(render("{{ template \"x\" }}", library)).isEqualTo("b");
    }

    @Test
    void namesTheFileAndThePlaceOfAProblem() {
        GoLibrary library = GoLibrary.of(Map.of(
                "broken.tmpl", "\n{{ define \"x\" }}{{ if }}{{ end }}",
                "calls.tmpl", "{{ define \"y\" }}\n {{ template \"nothing\" . }}{{ end }}",
                "counts.tmpl", "{{ define \"z\" }}{{ humanize }}{{ end }}"));

        assertThat(library.problems())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("broken.tmpl:2").contains("missing value for if"),
                        second -> assertThat(second).startsWith("calls.tmpl:2").contains("\"nothing\" not defined"),
                        third -> assertThat(third).startsWith("counts.tmpl:1").contains("wrong number of args"));
        assertThatThrownBy(() -> render("{{ template \"x\" . }}", library)).hasMessageContaining("\"x\" not defined");
    }

    @Test
    void pointsAtTheCallAndNamesTheFileWhenItFailsInside() {
        GoLibrary library = GoLibrary.of(Map.of(
                "a.tmpl",
                "x".repeat(500) + "\n{{ define \"deep\" }}{{ (index .Alerts 7).Status }}{{ end }}"
                        + "{{ define \"x\" }}{{ template \"deep\" . }}{{ end }}"));

        assertThatThrownBy(() -> render("ab\n  {{ template \"x\" . }}", library))
                .isInstanceOfSatisfying(TemplateException.class, problem -> {
                    assertThat(problem.line()).isEqualTo(2);
                    assertThat(problem).hasMessageContaining("a.tmpl:2:").hasMessageContaining("out of range");
                });
    }

    @Test
    void countsWhatTheFilesWriteAgainstTheSameBudget() {
        GoLibrary library = GoLibrary.of(Map.of(
                "a.tmpl",
                "{{ define \"x\" }}" + "x".repeat(1000) + "{{ end }}{{ define \"r\" }}{{ template \"r\" }}{{ end }}"));

        assertThatThrownBy(() -> render("{{ range 2000 }}{{ template \"x\" }}{{ end }}", library))
                .hasMessageContaining("longer than");
        assertThatThrownBy(() -> render("{{ template \"r\" }}", library))
                .hasMessageContaining("maximum template depth");
    }

    @Test
    void differsWhenAFileOfItsLibraryDoes() {
        GoLibrary before = GoLibrary.of(Map.of("a.tmpl", "{{ define \"x\" }}a{{ end }}"));
        GoLibrary same = GoLibrary.of(Map.of("a.tmpl", "{{ define \"x\" }}a{{ end }}"));
        GoLibrary after = GoLibrary.of(Map.of("a.tmpl", "{{ define \"x\" }}b{{ end }}"));
        String source = "{{ template \"x\" }}";

        assertThat(TextTemplate.compile(source, NAMES, before))
                .isEqualTo(TextTemplate.compile(source, NAMES, same))
                .isNotEqualTo(TextTemplate.compile(source, NAMES, after));
    }
}
