package io.tocsin.rule;

/** The name of a contact point, as rule files and policies refer to it. */
public record ContactPointName(String value) {

    public ContactPointName {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a contact point name must not be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
