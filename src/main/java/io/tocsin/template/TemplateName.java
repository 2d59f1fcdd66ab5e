package io.tocsin.template;

/**
 * A name that a template looks up, for example {@code labels.host}.
 *
 * @param line 1-based, within the template's source
 * @param column 1-based, in characters
 */
public record TemplateName(String path, int line, int column) {}
