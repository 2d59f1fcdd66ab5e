package io.tocsin.rule.lint;

import io.tocsin.rule.RuleKey;

/**
 * Something in a rule that a person should look at.
 *
 * @param line 1-based, in the rule's file
 * @param column 1-based, in characters
 * @param explanation what is the matter, and what will happen
 * @param suggestion what to write or to do instead
 */
public record LintFinding(LintCode code, RuleKey rule, int line, int column, String explanation, String suggestion) {

    public LintSeverity severity() {
        return code.severity();
    }

    /** {@code file:line:column: warning code: group "g", rule "r": explanation. Suggestion: …}. */
    @Override
    public String toString() {
        return rule.group().file() + ":" + line + ":" + column + ": " + severity() + " " + code + ": " + text();
    }

    /** {@code group "g", rule "r": explanation. Suggestion: …}. */
    public String text() {
        return "group \"" + rule.group().group() + "\", rule \"" + rule.alert() + "\": " + explanation + " Suggestion: "
                + suggestion;
    }
}
