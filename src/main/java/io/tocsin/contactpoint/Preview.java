package io.tocsin.contactpoint;

/**
 * What would be sent.
 *
 * @param payload the body, as JSON
 * @param codePoints how much text it holds, counted as the service counts it
 * @param maxCodePoints how much the service takes
 */
public record Preview(String payload, int codePoints, int maxCodePoints) {}
