package io.tocsin.contactpoint.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.springframework.http.MediaType;

/** JSON and files in one request. */
public final class MultipartBody {

    private final String boundary = "tocsin-" + UUID.randomUUID();
    private final byte[] bytes;

    public MultipartBody(String json, List<FilePart> files) {
        int size = files.stream().mapToInt(file -> file.bytes().length + 200).sum();
        ByteArrayOutputStream body = new ByteArrayOutputStream(json.length() + size + 300);
        part(body, "name=\"payload_json\"", "application/json", json.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < files.size(); i++) {
            FilePart file = files.get(i);
            part(body, "name=\"files[" + i + "]\"; filename=\"" + file.name() + "\"", file.type(), file.bytes());
        }
        body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        this.bytes = body.toByteArray();
    }

    /**
     * One file.
     *
     * @param name letters, digits, dots and hyphens only
     * @param type for example {@code image/png}
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record FilePart(String name, String type, byte[] bytes) {}

    private void part(ByteArrayOutputStream body, String disposition, String type, byte[] content) {
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\nContent-Type: "
                + type + "\r\n\r\n";
        body.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    MediaType contentType() {
        return MediaType.parseMediaType("multipart/form-data; boundary=" + boundary);
    }

    byte[] bytes() {
        return bytes;
    }
}
