package io.tocsin.contactpoint.render;

/** The colour beside a message: of the first alert's severity, or green when nothing fires any more. */
public enum MessageColor {
    RED(0xD63232),
    ORANGE(0xE8912D),
    GREEN(0x2EB67D),
    GREY(0x8A8A8A);

    private final int rgb;

    MessageColor(int rgb) {
        this.rgb = rgb;
    }

    public static MessageColor of(MessageText message) {
        if (!message.isFiring()) {
            return GREEN;
        }
        if (message.isMuted()) {
            return GREY;
        }
        String severity = message.message().alerts().isEmpty()
                ? ""
                : message.message().alerts().get(0).labels().get("severity");
        return switch (severity) {
            case "warning", "warn" -> ORANGE;
            case "info", "none" -> GREY;
            default -> RED;
        };
    }

    public int rgb() {
        return rgb;
    }

    /** {@code #RRGGBB}. */
    public String hex() {
        return String.format("#%06X", rgb);
    }
}
