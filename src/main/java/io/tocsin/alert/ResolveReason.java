package io.tocsin.alert;

/** Why an instance resolved. */
public enum ResolveReason {
    /** The series was there and its value did not satisfy the condition, or a comparison dropped it. */
    CONDITION_FALSE,
    /** The series, or the whole answer, was empty. */
    NO_DATA,
    /** An edit of the rule took the instance out of firing. */
    RULE_CHANGED,
    RULE_REMOVED,
    PAUSED,
    /** The sender of an external alert said so, or stopped repeating it. */
    EXTERNAL,
    /** A newer version wrote a reason that this one has no word for. */
    OTHER
}
