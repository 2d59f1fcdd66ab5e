package io.tocsin.contactpoint;

/**
 * What a check without posting found.
 *
 * @param isUsable false only when the service said that the target is not usable
 * @param detail for people: the channel's name, or what is wrong
 */
public record CheckResult(boolean isUsable, String detail) {}
