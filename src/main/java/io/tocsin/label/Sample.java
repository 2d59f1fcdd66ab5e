package io.tocsin.label;

/** One element of an instant vector; the value may be NaN or infinite. */
public record Sample(Labels labels, double value) {}
