package io.tocsin.datasource.config;

/** Something wrong in the data sources file; line and column are 1-based. */
public record ConfigProblem(String file, int line, int column, String message) {

    /** {@code file:line:column: message}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
