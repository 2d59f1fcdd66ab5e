package io.tocsin.gotemplate;

import java.io.ByteArrayOutputStream;

/** Go's standard base64 decoding: line breaks are skipped, and an error names the byte where Go would see it. */
final class Base64Decoder {

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
