package io.tocsin.rule;

import org.jspecify.annotations.Nullable;

/**
 * Something wrong in a rule file, at a place a person can go to.
 *
 * @param line 1-based
 * @param column 1-based, in characters
 * @param group null when the problem is outside any group
 * @param rule null when the problem is outside any rule
 */
public record RuleProblem(
        String file,
        int line,
        int column,
        @Nullable String group,
        @Nullable String rule,
        String message) {

    /** {@code file:line:column: group "g", rule "r": message}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + text();
    }

    /** {@code group "g", rule "r": message}. */
    public String text() {
        StringBuilder text = new StringBuilder();
        if (group != null) {
            text.append("group \"").append(group).append('"');
        }
        if (rule != null) {
            text.append(group == null ? "" : ", ")
                    .append("rule \"")
                    .append(rule)
                    .append('"');
        }
        if (group != null || rule != null) {
            text.append(": ");
        }
        return text.append(message).toString();
    }
}
