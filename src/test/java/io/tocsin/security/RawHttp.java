package io.tocsin.security;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests byte for byte as a proxy or an attacker would write them, each over a connection of its own. */
final class RawHttp {

    /** Against hangs only: a busy machine takes long for its first answers. */
    private static final int TIMEOUT_MILLIS = 60_000;

    private static final Pattern CSRF_FIELD = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private static final Pattern CONTENT_LENGTH = Pattern.compile("\r\ncontent-length: (\\d+)\r\n");

    private final int port;
    private final String source;

    RawHttp(int port) {
        this(port, "127.0.0.1");
    }

    private RawHttp(int port, String source) {
        this.port = port;
        this.source = source;
    }

    /** The same as another client: one with this address of the machine. */
    RawHttp from(String address) {
        return new RawHttp(port, address);
    }

    /** @param headers by lower-case name */
    record Answer(int status, Map<String, List<String>> headers, String body) {

        String header(String name) {
            return String.join(", ", headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
        }

        /** The value of a cookie that the answer sets; empty when it sets none of this name. */
        String cookie(String name) {
            return headers.getOrDefault("set-cookie", List.of()).stream()
                    .filter(cookie -> cookie.startsWith(name + "="))
                    .map(cookie -> cookie.substring(name.length() + 1).split(";", 2)[0])
                    .findFirst()
                    .orElse("");
        }

        String csrfField() {
            Matcher field = CSRF_FIELD.matcher(body);
            return field.find() ? field.group(1) : "";
        }
    }

    /** One request with the usual Host. */
    Answer send(String method, String path, List<String> headers, String body) {
        List<String> all = new ArrayList<>(List.of("Host: 127.0.0.1:" + port, "Connection: close"));
        all.addAll(headers);
        return exchange(method + " " + path + " HTTP/1.1", all, body);
    }

    Answer get(String path, String... headers) {
        return send("GET", path, List.of(headers), "");
    }

    /** A form as a browser sends it. */
    Answer post(String path, String form, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Content-Type: application/x-www-form-urlencoded");
        return send("POST", path, all, form);
    }

    /** The request line and the headers exactly as given, and a Content-Length where there is a body. */
    Answer exchange(String requestLine, List<String> headers, String body) {
        StringBuilder request = new StringBuilder(requestLine).append("\r\n");
        headers.forEach(header -> request.append(header).append("\r\n"));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0) {
            request.append("Content-Length: ").append(bytes.length).append("\r\n");
        }
        request.append("\r\n").append(body);
        return parse(bytes(request.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** Everything that comes back for these bytes, as it is. */
    String raw(String request) {
        return new String(bytes(request.getBytes(StandardCharsets.ISO_8859_1)), StandardCharsets.ISO_8859_1);
    }

    /** The same for a body that is no text. */
    Answer send(String method, String path, List<String> headers, byte[] body) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        all.writeBytes(body);
        return parse(bytes(all.toByteArray()));
    }

    /** What comes back for these bytes, until the server closes or nothing comes for a while. */
    private byte[] bytes(byte[] request) {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(source), 0)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            return read(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A stream of events never ends; its head is enough. */
    private static byte[] read(InputStream in) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        String head = "";
        int count = in.read(buffer);
        while (count > 0) {
            answer.write(buffer, 0, count);
            if (head.isEmpty()) {
                String soFar = answer.toString(StandardCharsets.ISO_8859_1);
                int end = soFar.indexOf("\r\n\r\n");
                head = end < 0 ? "" : soFar.substring(0, end + 2);
            }
            count = isWhole(head, answer.size()) ? -1 : in.read(buffer);
        }
        return answer.toByteArray();
    }

    /** Whether nothing more will come although the connection stays open, as it does after a refused upgrade. */
    private static boolean isWhole(String head, int bytes) {
        String headers = head.toLowerCase(Locale.ROOT);
        if (headers.contains("text/event-stream") || headers.startsWith("http/1.1 101")) {
            return true;
        }
        Matcher length = CONTENT_LENGTH.matcher(headers);
        return length.find()
                && !headers.contains("connection: close")
                && bytes - head.length() - 2 >= Integer.parseInt(length.group(1));
    }

    private static Answer parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new UncheckedIOException(new EOFException("no answer: " + text));
        }
        String[] lines = text.substring(0, end).split("\r\n");
        Map<String, List<String>> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.computeIfAbsent(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(lines[i].substring(colon + 1).strip());
        }
        return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers, text.substring(end + 4));
    }
}
