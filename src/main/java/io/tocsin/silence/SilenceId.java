package io.tocsin.silence;

/** The id of a silence; a UUID in its text form, as Alertmanager's clients expect. */
public record SilenceId(String value) {

    public SilenceId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a silence id must not be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
