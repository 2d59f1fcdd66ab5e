package io.tocsin.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTemplateTest {

    private static final Map<String, Object> MODEL = Map.of(
            "value",
            3.0,
            "labels",
            Map.of("host", "server1", "app.kubernetes.io", "ocr", "app.kubernetes.io/name", "ocr-api"),
            "rule",
            "ocr_alert",
            "group",
            "g",
            "expr",
            "vector(1)",
            "active_at",
            Instant.parse("2026-11-21T10:02:03.500Z"));

    private static String render(String source) {
        return render(source, MODEL);
    }

    private static String render(String source, Map<String, ?> model) {
        return TextTemplate.compile(source).render(model, Escaper.NONE);
    }

    private static String renderValue(String source, double value) {
        Map<String, Object> model = new HashMap<>(MODEL);
        model.put("value", value);
        return render(source, model);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            {{value}} 건¦3 건
            {{ labels.host }}¦server1
            {{labels.app.kubernetes.io}}¦ocr
            {{labels.app.kubernetes.io/name}}¦ocr-api
            [{{labels.missing}}]¦[]
            {{#labels.host}}on {{labels.host}}{{/labels.host}}¦on server1
            {{#labels.missing}}no{{/labels.missing}}{{^labels.missing}}none{{/labels.missing}}¦none
            {{rule}}/{{group}}: {{expr}}¦ocr_alert/g: vector(1)
            {{active_at}}¦2026-11-21T10:02:03.500Z
            {{#timestamp}}{{active_at}}{{/timestamp}}¦2026-11-21 10:02:03.5 +0000 UTC
            [{{#timestamp}}{{labels.missing}}{{/timestamp}}]¦[]
            {{#percent}} {{value}} {{/percent}}¦300%
            {{! a comment with "}}x¦x
            { {{value}} }¦{ 3 }
            {a{{value}}}¦{a3}
            {{labels}}¦{app.kubernetes.io="ocr", app.kubernetes.io/name="ocr-api", host="server1"}
            """)
    void rendersMustache(String source, String expected) {
        assertThat(render(source)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            {{ $value }}¦3
            {{$value}}¦3
            {{ .Value }}¦3
            {{ $labels.host }}¦server1
            {{$labels.host}}¦server1
            {{ .Labels.host }}¦server1
            {{ (index $values "A").Value }}¦3
            {{ index $values "A" }}¦3
            {{ $values.A }}¦3
            {{ $values.B.Value }}¦3
            {{ $values.A.Labels.host }}¦server1
            {{ index $labels "app.kubernetes.io/name" }}¦ocr-api
            {{ index .Labels "host" }}¦server1
            {{ $labels.host | toUpper }}¦SERVER1
            {{ $labels.host | toUpper | printf "%q" }}¦"SERVER1"
            {{ $value | humanize }}¦3
            {{ humanizeDuration $value }}¦3s
            {{ printf "%.2f" $value }}¦3.00
            {{ $value | printf "%05.1f|%d|%%" 2.5 }}¦002.5|3|%
            {{ printf "%d of %s" $value .Labels.host }}¦3 of server1
            a {{- $value -}} b¦a3b
            {{ if $labels.missing }}A{{ else }}B{{ end }}¦B
            {{ if eq $labels.host "server1" }}A{{ else }}B{{ end }}¦A
            {{ if gt $value 5.0 }}A{{ else if gt $value 2.0 }}B{{ else }}C{{ end }}¦B
            {{ if gt $value 5.0 }}A{{ else if gt $value 4.0 }}B{{ else }}C{{ end }}¦C
            {{ with $labels.host }}<{{ . }}>{{ end }}¦<server1>
            {{ with $labels.missing }}<{{ . }}>{{ else }}nothing{{ end }}¦nothing
            {{ $h := $labels.host }}{{ $h | title }}¦Server1
            {{ "{{" }}x{{ "}}" }}¦{{x}}
            {{ reReplaceAll "ser(.*)r1" "$1-${1}" $labels.host }}¦ve-ve
            {{/* note */}}x¦x
            {{ $labels }}¦map[app.kubernetes.io:ocr app.kubernetes.io/name:ocr-api host:server1]
            {{ $values }}¦map[A:3]
            {{ range $name, $value := $labels }}{{ $name }}={{ $value }};{{ end }}¦app.kubernetes.io=ocr;app.kubernetes.io/name=ocr-api;host=server1;
            {{ define "x" }}<{{ .host }}>{{ end }}{{ template "x" $labels }}¦<server1>
            {{ .ActiveAt }} {{ .Rule }}¦2026-11-21 10:02:03.5 +0000 UTC ocr_alert
            {{ "a.example.com:8080" | stripPort }} {{ "a.example.com:8080" | stripDomain }}¦a.example.com a:8080
            {{ if and $labels.host (gt $value 1) }}yes{{ end }}¦yes
            """)
    void rendersGoTemplates(String source, String expected) {
        assertThat(render(source)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "humanize, 0, 0",
        "humanize, 1, 1",
        "humanize, 1234567, 1.235M",
        "humanize, 0.0123, 12.3m",
        "humanize, -1000, -1k",
        "humanize, NaN, NaN",
        "humanize, Infinity, +Inf",
        "humanize, 999.99, 1000",
        "humanize1024, 0, 0",
        "humanize1024, 1024, 1ki",
        "humanize1024, 1.5, 1.5",
        "humanize1024, 1048576, 1Mi",
        "percent, 0.1234567, 12.35%",
        "percent, 1, 100%",
        "duration, 0, 0s",
        "duration, 1, 1s",
        "duration, 61, 1m 1s",
        "duration, 3661, 1h 1m 1s",
        "duration, 93784, 1d 2h 3m 4s",
        "duration, 0.1234, 123.4ms",
        "duration, -61, -1m 1s",
        "duration, 12.3456, 12.35s",
        "timestamp, 0, 1970-01-01 00:00:00 +0000 UTC",
        "timestamp, 1435065584.128, 2015-06-23 13:19:44.128 +0000 UTC",
    })
    void formatsAsPrometheusDoes(String section, double value, String expected) {
        assertThat(renderValue("{{#" + section + "}}{{value}}{{/" + section + "}}", value))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 3",
        "0.5, 0.5",
        "1500000, 1500000",
        "1e21, 1e+21",
        "0.0000001, 1e-07",
        "-2.25, -2.25",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf",
        "0, 0",
        "-0.0, 0",
        "0.1, 0.1"
    })
    void printsTheFewestDigits(double value, String expected) {
        assertThat(renderValue("{{value}}", value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"%v, 1e+06", "%g, 1e+06", "%.3g, 1e+06", "%e, 1.000000e+06", "%.0f, 1000000", "%s, 1000000"})
    void printfKeepsGoForms(String verb, String expected) {
        assertThat(renderValue("{{ printf \"" + verb + "\" $value }}", 1_000_000))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            {{vlaue}}¦line 1, column 3: unknown name "vlaue"; did you mean "value"?
            {{host}}¦line 1, column 3: unknown name "host"; a label is written {{labels.host}}
            {{label.host}}¦line 1, column 3: unknown name "label.host"; did you mean "labels.host"?
            {{value.x}}¦line 1, column 3: "value" is one value and has no part "x"
            한글 {{{value}}}¦line 1, column 4: unescaped values ({{{…}}}) are not allowed; write {{…}}
            {{&value}}¦line 1, column 3: unescaped values ({{&…}}) are not allowed; write {{…}}
            {{> /etc/passwd}}¦line 1, column 3: including other templates ({{>…}}) is not allowed
            {{=<% %>=}}¦line 1, column 3: changing the delimiters ({{=…=}}) is not allowed
            {{%PRAGMA}}¦line 1, column 3: the tag {{%…}} is not supported
            {{<parent}}¦line 1, column 3: the tag {{<…}} is not supported
            {{ $labls.host }}¦line 1, column 4: unknown variable "$labls"; did you mean "$labels"?
            {{ .Lables.host }}¦line 1, column 4: unknown field ".Lables"; did you mean ".Labels"?
            {{ $value | humanise }}¦line 1, column 13: unknown function "humanise"; did you mean "humanize"?
            {{ query "up" }}¦line 1, column 4: the function "query" is not supported: a template sees the alert's own value and labels only ($value, $labels.NAME)
            {{ range $labels }}x¦line 1, column 4: unexpected EOF
            {{ template "x" }}¦line 1, column 13: template "x" not defined
            {{ break }}¦line 1, column 10: {{break}} outside {{range}}
            {{ if labels.host }}x{{ end }}¦line 1, column 7: unknown function "labels"; in a Go template a label is written $labels.NAME
            {{ $x := 1 }}{{ define "d" }}{{ $x }}{{ end }}¦line 1, column 33: unknown variable "$x"; a template sees $value and $labels.NAME
            {{ $labels.host }} {{labels.host}}¦line 1, column 22: {{labels.host}} is Mustache, but this text is a Go template (line 1, column 4); write {{ .Labels.host }}
            {{#labels.host}}{{ if $value }}x{{ end }}{{/labels.host}}¦line 1, column 20: {{if $value}} is Go, but this text is Mustache (line 1, column 3); write all of it in one language
            {{ printf "%.2f" }}¦line 1, column 4: printf "%.2f" would print %!f(MISSING)
            {{ printf "%y" $value }}¦line 1, column 4: printf "%y" would print %!y(float64=1)
            {{ humanize }}¦line 1, column 4: wrong number of args for humanize: want 1 got 0, as in {{ $value | humanize }}
            {{ $value $labels.host }}¦line 1, column 4: can't give argument to non-function $value
            {{value¦line 1, column 1: this {{ is never closed by }}
            {{}}¦line 1, column 3: this tag is empty
            {{#labels.host}}x¦line 1, column 4: this section is never closed by {{/labels.host}}
            x{{/labels.host}}¦line 1, column 4: {{/labels.host}} closes nothing
            {{ if $value }}x¦line 1, column 4: unexpected EOF
            {{ end }}¦line 1, column 8: unexpected {{end}}
            {{#humanize}}{{value}} {{value}}{{/humanize}}¦line 1, column 26: the section "humanize" must contain exactly one value, as in {{#humanize}}{{value}}{{/humanize}}
            {{#humanize}}{{value}}¦line 1, column 4: this section is never closed by {{/humanize}}
            {{ . }}¦line 1, column 4: "." has no meaning outside a section; write {{value}} or {{labels.NAME}}
            {{ $value + 1 }}¦line 1, column 11: illegal number syntax: "+"
            """)
    void rejectsWhatItCannotRender(String source, String message) {
        assertThatThrownBy(() -> TextTemplate.compile(source))
                .isInstanceOf(TemplateException.class)
                .hasMessage(message);
    }

    @Test
    void countsLinesOfTheSource() {
        assertThatThrownBy(() -> TextTemplate.compile("a\n  {{valu}}")).hasMessageStartingWith("line 2, column 5:");
    }

    @Test
    void escapesValuesAndNotTheTemplate() {
        Map<String, Object> model = Map.of("labels", Map.of("host", "<!channel>"));
        Escaper escaper = value -> value.replace("<", "&lt;");
        String define = "{{ define \"i\" }}<i>{{ . }}</i>{{ end }}";

        assertThat(TextTemplate.compile("<b>{{labels.host}}</b>").render(model, escaper))
                .isEqualTo("<b>&lt;!channel></b>");
        assertThat(TextTemplate.compile("<b>{{ $labels.host | toUpper }}</b>").render(model, escaper))
                .isEqualTo("<b>&lt;!CHANNEL></b>");
        assertThat(TextTemplate.compile(define + "{{ template \"i\" $labels.host }}")
                        .render(model, escaper))
                .isEqualTo("<i>&lt;!channel></i>");
        assertThat(TextTemplate.compile(define + "{{ tmpl \"i\" $labels.host }}")
                        .render(model, escaper))
                .isEqualTo("&lt;i>&lt;!channel>&lt;/i>");
    }

    @Test
    void formatsBeforeItEscapes() {
        TextTemplate template = TextTemplate.compile("{{#humanize}}{{value}}{{/humanize}}");

        assertThat(template.render(Map.of("value", -1500.0), value -> value.replace("-", "\\-")))
                .isEqualTo("\\-1.5k");
    }

    @Test
    void neverReadsTagsInValues() {
        Map<String, Object> model = Map.of("value", 1, "labels", Map.of("host", "{{value}}{{{x}}} {{> f}} $1 \\"));

        String untouched = "{{value}}{{{x}}} {{> f}} $1 \\";
        assertThat(render("{{labels.host}}", model)).isEqualTo(untouched);
        assertThat(render("{{ printf \"%s\" $labels.host }}", model)).isEqualTo(untouched);
    }

    @Test
    void neverCallsMethodsOfValues() {
        Set<String> names = Set.of("text", "text.length", "text.getClass");

        assertThatThrownBy(() ->
                        TextTemplate.compile("{{text.length}}", names).render(Map.of("text", "abc"), Escaper.NONE))
                .isInstanceOf(TemplateException.class)
                .hasMessage("line 1, column 3: nothing is known under the name \"text.length\" here");
    }

    @Test
    void repeatsSectionsOverLists() {
        TextTemplate template = TextTemplate.compile(
                "{{#alerts}}{{labels.host}}={{value}};{{/alerts}}{{#lines}}[{{.}}]{{/lines}}",
                Set.of("alerts", "labels.*", "value", "lines"));

        String text = template.render(
                Map.of(
                        "alerts",
                        List.of(
                                Map.of("labels", Map.of("host", "a"), "value", 1),
                                Map.of("labels", Map.of(), "value", 2.5)),
                        "lines",
                        List.of("x", "y")),
                Escaper.NONE);

        assertThat(text).isEqualTo("a=1;=2.5;[x][y]");
    }

    @Test
    void failsWhenTheModelLacksAName() {
        assertThatThrownBy(() -> render("{{value}}", Map.of()))
                .hasMessage("line 1, column 3: nothing is known under the name \"value\" here");
    }

    @Test
    void boundsTheOutput() {
        List<String> items = java.util.Collections.nCopies(2_000, "x".repeat(200));

        assertThatThrownBy(() -> TextTemplate.compile("{{#items}}{{.}}{{/items}}", Set.of("items"))
                        .render(Map.of("items", items), Escaper.NONE))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("longer than 262144 characters");
    }

    @Test
    void boundsTheSteps() {
        List<Integer> items = java.util.Collections.nCopies(400, 1);

        assertThatThrownBy(
                        () -> TextTemplate.compile("{{#a}}{{#b}}{{/b}}{{#b}}{{^a}}{{/a}}{{/b}}{{/a}}", Set.of("a", "b"))
                                .render(Map.of("a", items, "b", items), Escaper.NONE))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("more than 100000 steps");
    }

    @Test
    void boundsWhatGoTemplatesDo() {
        String endless = "{{ define \"x\" }}{{ template \"x\" }}{{ end }}{{ template \"x\" }}";
        String loops = "{{ range $labels }}".repeat(15) + "x" + "{{ end }}".repeat(15);
        String doubling = "{{ $x := \"x\" }}" + "{{ $x = print $x $x }}".repeat(100) + "{{ $x }}";
        String tmpl = "{{ define \"x\" }}{{ tmpl \"x\" . }}{{ end }}{{ tmpl \"x\" . }}";

        assertThatThrownBy(() -> render(endless)).hasMessageContaining("exceeded maximum template depth (100)");
        assertThatThrownBy(() -> render(tmpl)).hasMessageContaining("exceeded maximum template depth (100)");
        assertThatThrownBy(() -> render(loops)).hasMessageContaining("template takes too long");
        assertThatThrownBy(() -> render(doubling)).hasMessageContaining("longer than 262144 characters");
    }

    @Test
    void takesNumbersOfEveryTypeAndInTexts() {
        String template = "{{ if gt $value 1 }}{{ printf \"%d %s %.1f\" $value $value \"2.25\" }}{{ end }}"
                + "{{ if lt \"20\" 100 }} {{ eq $value 3 }}{{ end }}";

        assertThat(render(template)).isEqualTo("3 3 2.2 true");
    }

    @Test
    void boundsSourceAndNesting() {
        assertThatThrownBy(() -> TextTemplate.compile("x".repeat(70_000))).hasMessageContaining("longer than 65536");
        assertThatThrownBy(() -> TextTemplate.compile("{{#labels}}".repeat(2_000) + "{{/labels}}".repeat(2_000)))
                .hasMessageContaining("more than 20 sections");
        assertThatThrownBy(() -> TextTemplate.compile("{{" + "(".repeat(5_000) + "}}"))
                .hasMessageContaining("nested too deep");
        assertThatThrownBy(() -> TextTemplate.compile("{{#humanize}}".repeat(2_000) + "{{/humanize}}".repeat(2_000)))
                .isInstanceOf(TemplateException.class);
        assertThatThrownBy(() -> TextTemplate.compile("{{ if $value }}".repeat(4_000)))
                .hasMessageContaining("nested too deep");
        assertThat(render("{{ $value" + " | humanize".repeat(5_000) + " }}")).isEqualTo("3");
    }

    @Test
    void isEqualWhenTheSourceIs() {
        assertThat(TextTemplate.compile("{{value}}")).isEqualTo(TextTemplate.compile("{{value}}"));
        assertThat(TextTemplate.compile("{{value}}")).isNotEqualTo(TextTemplate.compile("{{ value }}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{printf \"%s%s%s%s%s%s\" TEXT TEXT TEXT TEXT TEXT TEXT}}",
                "{{print TEXT TEXT TEXT TEXT TEXT TEXT}}",
                "{{reReplaceAll \"(x)\" TEXT TEXT}}",
                "{{reReplaceAll \"(x+)\" \"$1$1$1$1$1\" TEXT}}",
                "{{TEXT | toUpper | toLower | toUpper | toLower | toUpper | toLower | toUpper | toLower | toUpper"
                        + " | toLower | toUpper | toLower | toUpper | len}}",
            })
    void boundsTheTextThatFunctionsMake(String source) {
        Map<String, Object> model = new HashMap<>(MODEL);
        model.put("labels", Map.of("long", "x".repeat(100_000)));

        assertThatThrownBy(() -> render(source.replace("TEXT", "$labels.long"), model))
                .isInstanceOf(TemplateException.class)
                .message()
                .containsAnyOf("longer than 262144 characters", "more than 1048576 characters");
    }
}
