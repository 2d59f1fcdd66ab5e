package io.tocsin.gotemplate;

import java.util.Map;

/**
 * The dot of a template: label names and values. A label that is absent reads as the empty string.
 *
 * @param values used as it is, not copied
 */
public record LabelMap(Map<String, String> values) {}
