package io.tocsin.standin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** A way to answer HTTP wrongly. */
public enum HttpFault {
    ACCEPTS_AND_NEVER_ANSWERS {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.readRequest();
        }
    },
    NEVER_FINISHES_THE_TLS_HANDSHAKE {
        @Override
        void answer(FaultyServer.Conversation client) {
            // The client's hello is read by nobody.
        }
    },
    DRIPS_THE_HEADERS {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.readRequest();
            client.write("HTTP/1.1 200 OK\r\nX-Drip: ");
            client.repeatSlowly("a");
        }
    },
    DRIPS_THE_BODY {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.readRequest();
            client.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n");
            client.repeatSlowly("a");
        }
    },
    SAYS_CONTINUE_FOR_EVER {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.readRequest();
            client.repeatSlowly("HTTP/1.1 100 Continue\r\n\r\n");
        }
    },
    SENDS_HEADERS_FOR_EVER {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.readRequest();
            client.write("HTTP/1.1 200 OK\r\n");
            client.repeat("X-More: and more\r\n", Long.MAX_VALUE);
        }
    },
    SENDS_A_HUNDRED_MEGABYTES {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.readRequest();
            client.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + HUNDRED_MEGABYTES
                    + "\r\n\r\n");
            client.repeat("[1,2,3,4,5,6,7],", HUNDRED_MEGABYTES);
        }
    },
    SENDS_A_HUNDRED_MEGABYTES_WITH_AN_ERROR {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.readRequest();
            client.write("HTTP/1.1 500 Oops\r\nContent-Length: " + HUNDRED_MEGABYTES + "\r\n\r\n");
            client.repeat("stack trace of everything\n\tat a.b\n", HUNDRED_MEGABYTES);
        }
    },
    SENDS_A_GZIP_BOMB {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.readRequest();
            client.writeAnswer("200 OK", "Content-Type: application/json\r\nContent-Encoding: gzip", Bomb.BYTES);
        }
    },
    SENDS_BROKEN_GZIP {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.readRequest();
            client.writeAnswer(
                    "200 OK",
                    "Content-Type: application/json\r\nContent-Encoding: gzip",
                    bytes("this is not compressed at all"));
        }
    },
    SENDS_A_WEB_PAGE {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.readRequest();
            client.writeAnswer(
                    "200 OK",
                    "Content-Type: text/html; charset=utf-8",
                    bytes("<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Sign in</body></html>"));
        }
    },
    SENDS_AN_EMPTY_BODY {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.readRequest();
            client.writeAnswer("200 OK", "Content-Type: application/json", new byte[0]);
        }
    },
    SENDS_INVALID_UTF_8 {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.readRequest();
            client.writeAnswer(
                    "200 OK", "Content-Type: application/json", new byte[] {(byte) 0xc3, 0x28, (byte) 0xff, 0x00});
        }
    },
    SENDS_DEEP_JSON {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.readRequest();
            client.writeAnswer(
                    "200 OK",
                    "Content-Type: application/json",
                    bytes("{\"a\":".repeat(DEPTH) + "1" + "}".repeat(DEPTH)));
        }
    },
    REDIRECTS {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.readRequest();
            client.writeAnswer("302 Found", "Location: " + client.url() + "/elsewhere", new byte[0]);
        }
    },
    CLOSES_WITHOUT_AN_ANSWER {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.readRequest();
            client.close();
        }
    },
    RESETS_THE_CONNECTION {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.readRequest();
            client.reset();
        }
    },
    CLOSES_WITHIN_THE_HEADERS {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.readRequest();
            client.write("HTTP/1.1 200 OK\r\nContent-Ty");
            client.close();
        }
    },
    CLOSES_WITHIN_THE_BODY {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.readRequest();
            client.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"ok\":tr");
            client.close();
        }
    },
    CLOSES_WITHIN_A_CHUNK {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.readRequest();
            client.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "ff\r\n{\"ok\":tr");
            client.close();
        }
    },
    PROMISES_MORE_THAN_IT_SENDS {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.readRequest();
            client.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{}");
        }
    },
    /** In its first answer; the second is right. */
    SENDS_MORE_THAN_IT_PROMISES {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            if (client.readRequest() == 1) {
                client.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nleft over");
                client.readRequest();
            }
            while (true) {
                client.writeAnswer("200 OK", "Content-Type: application/json", bytes(client.rightAnswer()));
                client.readRequest();
            }
        }
    },
    SENDS_AN_IMPOSSIBLE_LENGTH {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.readRequest();
            client.write("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}");
        }
    },
    IS_NOT_HTTP {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.write("SSH-2.0-OpenSSH_9.2p1\r\n");
            client.readRequest();
            client.write("Protocol mismatch.\r\n");
        }
    },
    SPEAKS_HTTP_1_0 {
        @Override
        void answer(FaultyServer.Conversation client) throws IOException {
            client.readRequest();
            client.write("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n");
            client.write(client.rightAnswer());
            client.close();
        }
    };

    private static final long HUNDRED_MEGABYTES = 100_000_000;
    private static final int DEPTH = 100_000;
    private static final int BOMB_MEGABYTES = 100;

    abstract void answer(FaultyServer.Conversation client) throws IOException;

    /** Whether only a time limit ends it. */
    public boolean isEndless() {
        return switch (this) {
            case ACCEPTS_AND_NEVER_ANSWERS,
                    NEVER_FINISHES_THE_TLS_HANDSHAKE,
                    DRIPS_THE_HEADERS,
                    DRIPS_THE_BODY,
                    SAYS_CONTINUE_FOR_EVER,
                    PROMISES_MORE_THAN_IT_SENDS -> true;
            default -> false;
        };
    }

    /** Whether the client must connect by TLS for this. */
    public boolean needsTls() {
        return this == NEVER_FINISHES_THE_TLS_HANDSHAKE;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class Bomb {

        private static final byte[] BYTES = gzipOfZeros();
    }

    private static byte[] gzipOfZeros() {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            byte[] megabyte = new byte[1024 * 1024];
            for (int i = 0; i < BOMB_MEGABYTES; i++) {
                gzip.write(megabyte);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
