package io.tocsin.logstore.push;

/** Why an entry was not stored, with the word that Loki's own metrics use. */
public enum RejectReason {
    INVALID_BODY("invalid_body"),
    BODY_TOO_LARGE("request_body_too_large"),
    DUPLICATE_LABEL_NAMES("duplicate_label_names"),
    MAX_LABEL_NAMES("max_label_names_per_series"),
    LABEL_NAME_TOO_LONG("label_name_too_long"),
    LABEL_VALUE_TOO_LONG("label_value_too_long"),
    TOO_OLD("greater_than_max_sample_age"),
    TOO_FAR_AHEAD("too_far_in_future"),
    LINE_TOO_LONG("line_too_long"),
    METADATA_TOO_LARGE("structured_metadata_too_large"),
    METADATA_TOO_MANY("structured_metadata_too_many"),
    INVALID_METADATA_NAME("invalid_metadata_name"),
    RATE_LIMITED("rate_limited"),
    STREAM_LIMIT("stream_limit"),
    STORAGE_FAILED("storage_failed"),
    BUSY("busy");

    private final String label;

    RejectReason(String label) {
        this.label = label;
    }

    /** The reason as it appears in metrics. */
    public String label() {
        return label;
    }
}
