package io.tocsin.template;

/**
 * A compiled text template of a rule file or a contact point: Mustache over plain values, with the Go-template forms
 * of existing rule files translated. Two templates are equal when their sources are.
 */
public final class TextTemplate {

    private final String source;

    private TextTemplate(String source) {
        this.source = source;
    }

    /** The text as the author wrote it. */
    public String source() {
        return source;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextTemplate that && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return source;
    }
}
