package io.tocsin.contactpoint;

/**
 * What a check without posting found.
 *
 * @param isUsable false only when the service said that the target is not usable
 * @param isConclusive whether the service said anything at all
 * @param detail for people: the channel's name, or what is wrong
 */
public record CheckResult(boolean isUsable, boolean isConclusive, String detail) {

    public static CheckResult usable(String detail) {
        return new CheckResult(true, true, detail);
    }

    public static CheckResult unusable(String detail) {
        return new CheckResult(false, true, detail);
    }

    /** Nothing speaks against it, but nobody asked or nobody answered. */
    public static CheckResult unknown(String detail) {
        return new CheckResult(true, false, detail);
    }
}
