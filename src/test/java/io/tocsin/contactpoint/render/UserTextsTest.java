package io.tocsin.contactpoint.render;

import static io.tocsin.contactpoint.TestContactPoints.withTemplates;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.GoldenSituations;
import io.tocsin.template.Escaper;
import io.tocsin.template.TextTemplate;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts of contact points as people have them for Alertmanager. */
class UserTextsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '¦', ignoreLeadingAndTrailingWhitespace = false, quoteCharacter = '\0', textBlock = """
            {{ .Status | toUpper }} {{ .Alerts.Firing | len }}/{{ .Alerts.Resolved | len }}/{{ len .Alerts }}¦FIRING 1/1/2
            {{ define "t" }}[{{ .Status | toUpper }}{{ if eq .Status "firing" }}:{{ .Alerts.Firing | len }}{{ end }}] {{ .GroupLabels.SortedPairs.Values | join " " }}{{ if gt (len .CommonLabels) (len .GroupLabels) }} ({{ with .CommonLabels.Remove .GroupLabels.Names }}{{ .Values | join " " }}{{ end }}){{ end }}{{ end }}{{ template "t" . }}¦[FIRING:1] ocr_alert (ocr)
            {{ range .Alerts }}{{ .Labels.host }}={{ .Value }}{{ range .Labels.SortedPairs }} {{ .Name }}:{{ .Value }}{{ end }};{{ end }}¦server1=12 alertname:ocr_alert host:server1 job:ocr severity:critical;server2=12 alertname:ocr_alert host:server2 job:ocr severity:critical;
            {{ range .Alerts.Firing }}{{ .Annotations.summary }} since {{ .StartsAt.Format "15:04:05" }}{{ end }}¦OCR 서비스 ERROR 발생 since 09:56:30
            {{ .CommonLabels }}|{{ .GroupLabels.Names }}|{{ .Receiver }}|{{ (index .Alerts 0).EndsAt.IsZero }}¦alertname=ocr_alert, job=ocr|[alertname]|job_alarm|true
            {{ range sortByLabel "host" .Alerts }}{{ label "host" . }} {{ value . }};{{ end }}{{ (first .Alerts).Labels.host }}¦server1 12;server2 12;server1
            {{ with $labels.host }}{{ . }}{{ end }} {{ $value }} {{ .CommonAnnotations.summary }}¦server1 12 OCR 서비스 ERROR 발생
            """)
    void rendersWhatAlertmanagerRenders(String template, String expected) throws IOException {
        ContactPoint contactPoint = withTemplates(
                GoldenSituations.contactPoint("slack", "some-resolved"),
                null,
                TextTemplate.compile(template, TemplateModel.NAMES));
        MessageText message = new MessageText(contactPoint, GoldenSituations.outgoing("some-resolved"));

        UserTexts texts = UserTexts.render(
                contactPoint, message, new ChatMarkup(Escaper.NONE, lines -> "[" + lines + "]", String::length, 3_000));

        assertThat(texts.text()).isEqualTo(expected);
    }
}
