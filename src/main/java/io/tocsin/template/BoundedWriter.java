package io.tocsin.template;

import java.io.Writer;

/** Collects text up to a limit. */
final class BoundedWriter extends Writer {

    private final StringBuilder text = new StringBuilder();
    private final int maxChars;

    BoundedWriter(int maxChars) {
        this.maxChars = maxChars;
    }

    @Override
    public void write(char[] buffer, int offset, int length) {
        if (text.length() + length > maxChars) {
            throw new TemplateException(1, 1, "the text would be longer than " + maxChars + " characters");
        }
        text.append(buffer, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return text.toString();
    }
}
