package io.tocsin.standin;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A request with JSON and at most one file, taken apart as strictly as the service does. */
record UploadedFile(String json, String name, byte[] bytes) {

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
        String name = "";
        byte[] bytes = new byte[0];
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
                Refusal.unless(matcher.group(1).equals("files[0]"), "unknown part " + matcher.group(1));
                Refusal.unless(matcher.group(2) != null, "the file has no name");
                name = matcher.group(2);
                bytes = content;
            }
        }
        Refusal.unless(!json.isEmpty(), "payload_json is missing");
        return new UploadedFile(json, name, bytes);
    }

    boolean isThere() {
        return !name.isEmpty();
    }

    void check(JsonNode payload) {
        Refusal.unless(bytes.length <= MAX_FILE_BYTES, "40005 the file is too large");
        for (JsonNode attachment : payload.path("attachments")) {
            Refusal.unless(isThere(), "an attachment without a file");
            Refusal.unless(attachment.path("id").asInt(-1) == 0, "attachment id");
            Refusal.unless(attachment.path("filename").asString("").equals(name), "attachment filename");
        }
        for (JsonNode embed : payload.path("embeds")) {
            String image = embed.path("image").path("url").asString("");
            Refusal.unless(image.isEmpty() || image.equals("attachment://" + name), "the image is not attached");
        }
    }
}
