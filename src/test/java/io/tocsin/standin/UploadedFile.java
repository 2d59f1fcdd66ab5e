package io.tocsin.standin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A request with JSON and files, taken apart as strictly as the service does. The files are in their order. */
record UploadedFile(String json, List<String> names, List<byte[]> contents) {

    private static final int MAX_FILE_BYTES = 10 * 1024 * 1024;
    private static final Pattern PART = Pattern.compile(
            "\\AContent-Disposition: form-data; name=\"([^\"]+)\"(?:; filename=\"([^\"]+)\")?\r\n"
                    + "Content-Type: ([^\r]+)\r\n\r\n(.*)\r\n\\z",
            Pattern.DOTALL);

    /** @param body one character for each byte */
    static UploadedFile of(String contentType, String body) {
        String boundary = "--" + contentType.substring(contentType.indexOf("boundary=") + "boundary=".length());
        Refusal.unless(body.startsWith(boundary + "\r\n"), "the body does not begin with its boundary");
        Refusal.unless(body.endsWith(boundary + "--\r\n"), "the body does not end with its boundary");
        String json = "";
        List<String> names = new ArrayList<>();
        List<byte[]> contents = new ArrayList<>();
        String inner = body.substring(0, body.length() - boundary.length() - 4);
        for (String part : inner.split(Pattern.quote(boundary) + "\r\n")) {
            if (part.isEmpty()) {
                continue;
            }
            Matcher matcher = PART.matcher(part);
            Refusal.unless(matcher.matches(), "a part is malformed");
            byte[] content = matcher.group(4).getBytes(StandardCharsets.ISO_8859_1);
            if (matcher.group(1).equals("payload_json")) {
                Refusal.unless(matcher.group(3).equals("application/json"), "payload_json is not JSON");
                json = new String(content, StandardCharsets.UTF_8);
            } else {
                Refusal.unless(
                        matcher.group(1).equals("files[" + names.size() + "]"), "unknown part " + matcher.group(1));
                Refusal.unless(matcher.group(2) != null, "the file has no name");
                names.add(matcher.group(2));
                contents.add(content);
            }
        }
        Refusal.unless(!json.isEmpty(), "payload_json is missing");
        return new UploadedFile(json, names, contents);
    }

    boolean isThere() {
        return !names.isEmpty();
    }

    Map<String, byte[]> byName() {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            files.put(names.get(i), contents.get(i));
        }
        return files;
    }

    void check(JsonNode payload) {
        contents.forEach(bytes -> Refusal.unless(bytes.length <= MAX_FILE_BYTES, "40005 the file is too large"));
        for (JsonNode attachment : payload.path("attachments")) {
            int id = attachment.path("id").asInt(-1);
            Refusal.unless(id >= 0 && id < names.size(), "an attachment without a file");
            Refusal.unless(attachment.path("filename").asString("").equals(names.get(id)), "attachment filename");
        }
        for (JsonNode embed : payload.path("embeds")) {
            String image = embed.path("image").path("url").asString("");
            Refusal.unless(
                    image.isEmpty() || names.contains(image.replace("attachment://", "")), "the image is not attached");
        }
    }
}
