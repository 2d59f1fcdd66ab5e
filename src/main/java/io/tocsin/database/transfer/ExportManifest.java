package io.tocsin.database.transfer;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an export says of itself.
 *
 * @param schema the version of the tables
 * @param program the version of Tocsin that made it
 * @param madeAt in ISO 8601
 * @param database what it was read from, as in "H2 2.4.240"
 * @param rows of each table, in an order in which they can be written again
 */
record ExportManifest(String schema, String program, String madeAt, String database, Map<String, Long> rows) {

    static final String NAME = "manifest.json";

    private static final String FORMAT = "tocsin-database";
    private static final int FORMAT_VERSION = 1;

    /** Where the rows of a table are. */
    static String entryOf(String table) {
        return "tables/" + table + ".jsonl";
    }

    String write() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("format", FORMAT);
            json.writeNumberProperty("formatVersion", FORMAT_VERSION);
            json.writeStringProperty("schema", schema);
            json.writeStringProperty("program", program);
            json.writeStringProperty("madeAt", madeAt);
            json.writeStringProperty("database", database);
            json.writeObjectPropertyStart("rows");
            rows.forEach(json::writeNumberProperty);
            json.writeEndObject();
            json.writeEndObject();
        }
        return text + "\n";
    }

    /** @throws TransferException when it is no manifest, or one of a later format */
    static ExportManifest read(String text) {
        try {
            JsonNode json = JsonMapper.shared().readTree(text);
            if (!json.path("format").asString("").equals(FORMAT)) {
                throw new TransferException("it is no export of Tocsin's database: its " + NAME + " is another's");
            }
            if (json.path("formatVersion").asInt(0) != FORMAT_VERSION) {
                throw new TransferException(
                        "it is of the format " + json.path("formatVersion").asInt(0)
                                + ", and this program reads the format " + FORMAT_VERSION);
            }
            Map<String, Long> rows = new LinkedHashMap<>();
            json.path("rows").forEachEntry((table, count) -> rows.put(table, count.asLong(-1)));
            return new ExportManifest(
                    json.path("schema").asString(""),
                    json.path("program").asString(""),
                    json.path("madeAt").asString(""),
                    json.path("database").asString(""),
                    rows);
        } catch (JacksonException e) {
            throw new TransferException("its " + NAME + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
