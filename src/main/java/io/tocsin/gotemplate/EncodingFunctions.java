package io.tocsin.gotemplate;

import io.tocsin.text.go.ByteSizes;
import io.tocsin.text.go.ConversionException;
import io.tocsin.text.go.GoDurations;
import io.tocsin.text.go.JsonReader;
import io.tocsin.text.go.Quoting;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Functions between text and other forms: base64, URLs, JSON, sizes, durations. */
final class EncodingFunctions {

    private static final double NANOS_PER_SECOND = 1e9;

    private EncodingFunctions() {}

    static void register(FunctionTable table) {
        table.add("b64enc", "s", (a, c) -> Base64.getEncoder().encodeToString(GoValue.utf8(a.text(0))));
        table.add("b64dec", "s", (a, c) -> decodeBase64(a.text(0)));
        table.add("urlencode", "s", (a, c) -> urlEncode(a.text(0)));
        table.add("urldecode", "s", (a, c) -> urlDecode(a.text(0)));
        table.add("fromJson", "s", (a, c) -> fromJson(a.text(0), c));
        table.add("bytes", "s", (a, c) -> unsignedToDouble(ByteSizes.parse(a.text(0))));
        table.add("duration", "s", (a, c) -> seconds(a.text(0)));
        table.add("duration_seconds", "s", (a, c) -> seconds(a.text(0)));
    }

    /** What is read takes as much as several times its text. */
    private static @Nullable Object fromJson(String text, TemplateContext context) {
        context.budget().take(text.length());
        return JsonReader.readOrNull(text);
    }

    private static double unsignedToDouble(long value) {
        return value >= 0 ? value : (value >>> 1) * 2.0;
    }

    private static double seconds(String text) {
        long nanos = GoDurations.parse(text);
        return nanos / 1_000_000_000L + nanos % 1_000_000_000L / NANOS_PER_SECOND;
    }

    static String urlEncode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    static String urlDecode(String text) {
        byte[] bytes = GoValue.utf8(text);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        int at = 0;
        while (at < bytes.length) {
            byte b = bytes[at];
            if (b == '%') {
                int code = at + 2 < bytes.length ? hexadecimal(bytes[at + 1]) * 16 + hexadecimal(bytes[at + 2]) : -1;
                if (at + 2 >= bytes.length || hexadecimal(bytes[at + 1]) < 0 || hexadecimal(bytes[at + 2]) < 0) {
                    String part = GoValue.decode(bytes, at, Math.min(bytes.length, at + 3));
                    throw new ConversionException("invalid URL escape " + Quoting.quote(part));
                }
                decoded.write(code);
                at += 3;
            } else {
                decoded.write(b == '+' ? ' ' : b);
                at++;
            }
        }
        return GoValue.decode(decoded.toByteArray(), 0, decoded.size());
    }

    private static int hexadecimal(byte b) {
        return Character.digit((char) b, 16);
    }

    private static String decodeBase64(String text) {
        int remainder = GoValue.utf8(text).length % 4;
        String padded = remainder > 1 ? text + "=".repeat(4 - remainder) : text;
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        int error = Base64Decoder.decode(GoValue.utf8(padded), decoded);
        return error >= 0
                ? "illegal base64 data at input byte " + error
                : GoValue.decode(decoded.toByteArray(), 0, decoded.size());
    }

    /** Go's standard base64 decoding: line breaks are skipped, and an error names the byte where Go would see it. */
    private static final class Base64Decoder {

        private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

        private final byte[] input;
        private int at;

        private Base64Decoder(byte[] input) {
            this.input = input;
        }

        /** The offset of the first wrong byte, or -1 if all was decoded. */
        static int decode(byte[] input, ByteArrayOutputStream output) {
            return new Base64Decoder(input).run(output);
        }

        private int run(ByteArrayOutputStream output) {
            while (at < input.length) {
                int bits = 0;
                int count = 0;
                while (count < 4) {
                    if (at == input.length) {
                        return count == 0 ? -1 : at - count;
                    }
                    int c = input[at++];
                    int value = c < 0 ? -1 : ALPHABET.indexOf(c);
                    if (value >= 0) {
                        bits |= value << (18 - 6 * count++);
                    } else if (c == '=') {
                        return finish(output, bits, count);
                    } else if (c != '\n' && c != '\r') {
                        return at - 1;
                    }
                }
                write(output, bits, 3);
            }
            return -1;
        }

        private int finish(ByteArrayOutputStream output, int bits, int count) {
            if (count < 2) {
                return at - 1;
            }
            if (count == 2) {
                skipLineBreaks();
                if (at == input.length) {
                    return input.length;
                }
                if (input[at] != '=') {
                    return at - 1;
                }
                at++;
            }
            skipLineBreaks();
            if (at < input.length) {
                return at;
            }
            write(output, bits, count - 1);
            return -1;
        }

        private void skipLineBreaks() {
            while (at < input.length && (input[at] == '\n' || input[at] == '\r')) {
                at++;
            }
        }

        private static void write(ByteArrayOutputStream output, int bits, int bytes) {
            for (int i = 0; i < bytes; i++) {
                output.write(bits >> (16 - 8 * i));
            }
        }
    }
}
