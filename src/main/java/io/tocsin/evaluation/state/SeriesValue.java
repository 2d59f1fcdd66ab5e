package io.tocsin.evaluation.state;

import io.tocsin.label.Labels;

/** One series of an answer, as the data source labelled it. */
public record SeriesValue(Labels labels, double value) {}
