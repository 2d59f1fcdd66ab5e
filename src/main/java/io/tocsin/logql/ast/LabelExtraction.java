package io.tocsin.logql.ast;

/**
 * {@code label="expression"} after {@code json} or {@code logfmt}.
 *
 * @param expression a path in the document; the label's own name when only the label was written
 */
public record LabelExtraction(String label, String expression) {}
