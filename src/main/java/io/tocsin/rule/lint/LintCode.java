package io.tocsin.rule.lint;

/** What a finding is about. Codes are stable: people write them into their CI configuration. */
public enum LintCode {
    RANGE_SHORTER_THAN_INTERVAL("range-shorter-than-interval", LintSeverity.WARNING),
    ONE_ALERT_PER_STREAM("one-alert-per-stream", LintSeverity.WARNING),
    STRUCTURED_METADATA_SPLITS("structured-metadata-splits", LintSeverity.HINT),
    ALWAYS_FIRES("always-fires", LintSeverity.ERROR),
    FIRES_WITHOUT_LABELS("fires-without-labels", LintSeverity.ERROR),
    SILENCE_NOT_SEEN("silence-not-seen", LintSeverity.WARNING),
    FOR_NEVER_COMPLETED("for-never-completed", LintSeverity.WARNING),
    FOR_BELOW_INTERVAL("for-below-interval", LintSeverity.HINT),
    INCREMENTAL_WITHOUT_EFFECT("incremental-without-effect", LintSeverity.HINT),
    CONDITION_AFTER_COMPARISON("condition-after-comparison", LintSeverity.HINT),
    DUPLICATE_RULE("duplicate-rule", LintSeverity.WARNING),
    HIGH_CARDINALITY("high-cardinality", LintSeverity.WARNING),
    LABEL_NOT_PRODUCED("label-not-produced", LintSeverity.WARNING),
    ABSENT_WITHOUT_SELECTOR("absent-without-selector", LintSeverity.HINT),
    ABSENT_WITH_FOR("absent-with-for", LintSeverity.HINT),
    CONTEXT_NOT_SHOWN("context-not-shown", LintSeverity.HINT),
    NO_SEVERITY("no-severity", LintSeverity.HINT),
    NO_SUMMARY("no-summary", LintSeverity.HINT);

    private final String code;
    private final LintSeverity severity;

    LintCode(String code, LintSeverity severity) {
        this.code = code;
        this.severity = severity;
    }

    public LintSeverity severity() {
        return severity;
    }

    /** The code as it is printed, for example {@code always-fires}. */
    @Override
    public String toString() {
        return code;
    }
}
