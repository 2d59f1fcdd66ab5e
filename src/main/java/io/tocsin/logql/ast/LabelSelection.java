package io.tocsin.logql.ast;

import io.tocsin.label.LabelMatcher;
import org.jspecify.annotations.Nullable;

/**
 * A label that {@code drop} or {@code keep} names.
 *
 * @param matcher the condition on its value; null when only the name was written
 */
public record LabelSelection(String label, @Nullable LabelMatcher matcher) {}
