package io.tocsin.contactpoint.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.http.MediaType;

/** JSON and one file in one request. */
public final class MultipartBody {

    private final String boundary = "tocsin-" + UUID.randomUUID();
    private final byte[] bytes;

    /**
     * @param fileName letters, digits, dots and hyphens only
     * @param fileType for example {@code image/png}
     */
    public MultipartBody(String json, String fileName, String fileType, byte[] file) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(json.length() + file.length + 500);
        part(body, "name=\"payload_json\"", "application/json", json.getBytes(StandardCharsets.UTF_8));
        part(body, "name=\"files[0]\"; filename=\"" + fileName + "\"", fileType, file);
        body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        this.bytes = body.toByteArray();
    }

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
