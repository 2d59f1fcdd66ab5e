package io.tocsin.rule.lint;

/** What a finding is about. Codes are stable: people write them into their CI configuration. */
public enum LintCode {
    RANGE_SHORTER_THAN_INTERVAL("range-shorter-than-interval", Severity.WARNING),
    ONE_ALERT_PER_STREAM("one-alert-per-stream", Severity.WARNING),
    STRUCTURED_METADATA_SPLITS("structured-metadata-splits", Severity.HINT),
    ALWAYS_FIRES("always-fires", Severity.ERROR),
    FIRES_WITHOUT_LABELS("fires-without-labels", Severity.ERROR),
    SILENCE_NOT_SEEN("silence-not-seen", Severity.WARNING),
    FOR_NEVER_COMPLETED("for-never-completed", Severity.WARNING),
    FOR_BELOW_INTERVAL("for-below-interval", Severity.HINT),
    CONDITION_AFTER_COMPARISON("condition-after-comparison", Severity.HINT),
    DUPLICATE_RULE("duplicate-rule", Severity.WARNING),
    HIGH_CARDINALITY("high-cardinality", Severity.WARNING),
    LABEL_NOT_PRODUCED("label-not-produced", Severity.WARNING),
    ABSENT_WITHOUT_SELECTOR("absent-without-selector", Severity.HINT),
    ABSENT_WITH_FOR("absent-with-for", Severity.HINT),
    NO_SEVERITY("no-severity", Severity.HINT),
    NO_SUMMARY("no-summary", Severity.HINT);

    private final String code;
    private final Severity severity;

    LintCode(String code, Severity severity) {
        this.code = code;
        this.severity = severity;
    }

    public Severity severity() {
        return severity;
    }

    /** The code as it is printed, for example {@code always-fires}. */
    @Override
    public String toString() {
        return code;
    }
}
