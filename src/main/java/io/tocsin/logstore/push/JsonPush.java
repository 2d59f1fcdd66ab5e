package io.tocsin.logstore.push;

import io.tocsin.label.Labels;
import io.tocsin.text.Shortened;
import io.tocsin.text.go.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads a push in Loki's JSON form, token by token. */
final class JsonPush {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonParser parser;
    private final DecodedSize size;

    private JsonPush(JsonParser parser, DecodedSize size) {
        this.parser = parser;
        this.size = size;
    }

    /** @throws PushException with status 400 when the body is not such a push, 413 when it holds too much */
    static List<PushedStream> decode(byte[] body, int offset, int length, DecodedSize size) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), body, offset, length)) {
            return new JsonPush(parser, size).readRequest();
        } catch (JacksonException e) {
            throw new PushException(400, "couldn't parse push request: " + where(e) + e.getOriginalMessage(), e);
        }
    }

    private static String where(JacksonException e) {
        return e.getLocation() == null
                ? ""
                : "line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ": ";
    }

    private List<PushedStream> readRequest() {
        List<PushedStream> streams = new ArrayList<>();
        require(parser.nextToken(), JsonToken.START_OBJECT, "an object with the member \"streams\"");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            if (member.equals("streams") && value != JsonToken.VALUE_NULL) {
                require(value, JsonToken.START_ARRAY, "\"streams\" to be an array");
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    streams.add(readStream());
                }
            } else {
                parser.skipChildren();
            }
        }
        return streams;
    }

    private PushedStream readStream() {
        size.addStream();
        require(parser.currentToken(), JsonToken.START_OBJECT, "a stream to be an object");
        Labels labels = Labels.empty();
        List<PushedStream.PushedEntry> entries = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            if (member.equals("stream")) {
                labels = readLabels();
            } else if (member.equals("values") && value != JsonToken.VALUE_NULL) {
                require(value, JsonToken.START_ARRAY, "\"values\" to be an array");
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    entries.add(size.add(readEntry()));
                }
            } else {
                parser.skipChildren();
            }
        }
        return new PushedStream(labels, null, entries);
    }

    private Labels readLabels() {
        require(parser.currentToken(), JsonToken.START_OBJECT, "\"stream\" to be an object of label names and values");
        Map<String, String> labels = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            require(parser.nextToken(), JsonToken.VALUE_STRING, "the value of label \"" + name + "\" to be a string");
            labels.put(name, parser.getString());
        }
        return LabelSetParser.of(labels);
    }

    private PushedStream.PushedEntry readEntry() {
        require(
                parser.currentToken(),
                JsonToken.START_ARRAY,
                "an entry to be an array of timestamp, line and metadata");
        require(parser.nextToken(), JsonToken.VALUE_STRING, "the timestamp to be a string of nanoseconds");
        long timestamp = timestamp(parser.getString());
        byte[] line = {};
        List<String> metadata = List.of();
        if (parser.nextToken() != JsonToken.END_ARRAY) {
            require(parser.currentToken(), JsonToken.VALUE_STRING, "the line to be a string");
            line = Utf8.encode(parser.getString());
            if (parser.nextToken() != JsonToken.END_ARRAY) {
                metadata = readMetadata();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    parser.skipChildren();
                }
            }
        }
        return new PushedStream.PushedEntry(timestamp, line, metadata);
    }

    private List<String> readMetadata() {
        require(parser.currentToken(), JsonToken.START_OBJECT, "structured metadata to be an object");
        List<String> metadata = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            require(parser.nextToken(), JsonToken.VALUE_STRING, "the metadata \"" + name + "\" to be a string");
            size.addMetadata(metadata).add(name);
            metadata.add(parser.getString());
        }
        return metadata;
    }

    private long timestamp(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw malformed("a timestamp in nanoseconds, not \"" + Shortened.of(text, 40) + "\"");
        }
    }

    private void require(JsonToken found, JsonToken wanted, String expectation) {
        if (found != wanted) {
            throw malformed(expectation);
        }
    }

    private PushException malformed(String expectation) {
        return PushException.malformed("couldn't parse push request: line "
                + parser.currentTokenLocation().getLineNr() + ", column "
                + parser.currentTokenLocation().getColumnNr() + ": expected " + expectation);
    }
}
