package io.tocsin.rule;

/**
 * The identity of a rule group: its file (path relative to the rules directory, with {@code /}) and its name, which is
 * unique within the file.
 */
public record GroupKey(String file, String group) {

    /** {@code file:group}; the form used in the database, in logs and as the scheduler's instance id. */
    @Override
    public String toString() {
        return file + ":" + group;
    }
}
