package io.tocsin.dispatch.evidence;

import io.tocsin.alert.Alert;
import io.tocsin.evidence.Trend;

/** Knows how the value of an alert's rule went. */
public interface TrendSource {

    /** The course up to the alert's slot; {@link Trend#NONE} when it is not known. Never fails; blocks. */
    Trend of(Alert alert);
}
