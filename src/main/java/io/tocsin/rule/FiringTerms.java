package io.tocsin.rule;

import java.time.Duration;

/**
 * How long a rule waits until an alert fires or resolves, and what it makes of slots without an answer.
 *
 * @param holdDuration {@code for}: how long an instance must be active before it fires; zero fires at once
 * @param keepFiringFor how long a firing instance must be inactive before it resolves
 * @param noData what no answer from the data source means
 * @param onError what a failed query means
 */
public record FiringTerms(Duration holdDuration, Duration keepFiringFor, NoDataPolicy noData, ErrorPolicy onError) {}
