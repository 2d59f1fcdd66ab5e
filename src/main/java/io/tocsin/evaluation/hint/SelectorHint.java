package io.tocsin.evaluation.hint;

import java.util.Locale;

/**
 * Why a rule's stream selector finds nothing at its data source, as far as that can be seen.
 *
 * @param selector the stream selector, without filters
 * @param label the label that is the reason; empty when none is
 * @param value the value that is the reason; empty when none is
 * @param suggestion the nearest existing label or value; empty when none is near
 */
public record SelectorHint(HintKind kind, String selector, String label, String value, String suggestion) {

    /** What is not there. */
    public enum HintKind {
        /** The data source has no streams at all. */
        NO_STREAMS,
        /** No stream has a label of this name. */
        UNKNOWN_LABEL,
        /** No stream has this value of the label. */
        UNKNOWN_VALUE,
        /** Each label and value exists, but not on one stream; or a pattern matches nothing. */
        NO_MATCH
    }

    /** The key of the pages' text; its arguments are the components in their order. */
    public String messageKey() {
        String key = "rule.hint." + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return suggestion.isEmpty() ? key : key + ".suggestion";
    }

    /** In one English line, for logs and programs. */
    public String english() {
        String what = switch (kind) {
            case NO_STREAMS -> "the data source has no streams at all";
            case UNKNOWN_LABEL -> "no stream has a label \"" + label + "\"";
            case UNKNOWN_VALUE -> "no stream has " + label + "=\"" + value + "\"";
            case NO_MATCH -> "no stream matches";
        };
        return what + ": " + selector + (suggestion.isEmpty() ? "" : "; did you mean \"" + suggestion + "\"?");
    }
}
