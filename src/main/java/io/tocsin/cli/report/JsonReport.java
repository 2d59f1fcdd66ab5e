package io.tocsin.cli.report;

import io.tocsin.check.Finding;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** One JSON object: {@code command}, {@code failed}, and the {@code files} with their {@code cases} and {@code findings}. */
final class JsonReport implements ReportWriter {

    private static final JsonFactory FACTORY = new JsonFactory();

    @Override
    public String write(CommandReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("command", report.command());
            json.writeBooleanProperty("failed", report.isFailed());
            json.writeArrayPropertyStart("files");
            report.files().forEach(file -> write(json, report, file));
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static void write(JsonGenerator json, CommandReport report, CommandReport.FileReport file) {
        json.writeStartObject();
        json.writeStringProperty("file", file.file());
        json.writeArrayPropertyStart("cases");
        for (CommandReport.CaseReport one : file.cases()) {
            json.writeStartObject();
            json.writeStringProperty("name", one.name());
            json.writeBooleanProperty("failed", report.isFailed(one));
            json.writeArrayPropertyStart("findings");
            one.findings().forEach(finding -> write(json, finding));
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Finding finding) {
        json.writeStartObject();
        json.writeStringProperty("file", finding.file());
        json.writeNumberProperty("line", finding.line());
        json.writeNumberProperty("column", finding.column());
        json.writeStringProperty("severity", finding.severity().toString());
        json.writeStringProperty("code", finding.code());
        json.writeStringProperty("message", finding.message());
        json.writeEndObject();
    }
}
