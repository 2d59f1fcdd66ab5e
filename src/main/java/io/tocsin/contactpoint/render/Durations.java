package io.tocsin.contactpoint.render;

import java.time.Duration;

/** Durations as people read them: the two largest units. */
final class Durations {

    private Durations() {}

    static String format(Duration duration) {
        long seconds = Math.max(duration.toSeconds(), 0);
        long days = seconds / 86_400;
        long hours = seconds / 3_600 % 24;
        long minutes = seconds / 60 % 60;
        if (days > 0) {
            return days + "d" + (hours > 0 ? " " + hours + "h" : "");
        }
        if (hours > 0) {
            return hours + "h" + (minutes > 0 ? " " + minutes + "m" : "");
        }
        if (minutes > 0) {
            return minutes + "m" + (seconds % 60 > 0 ? " " + seconds % 60 + "s" : "");
        }
        return seconds + "s";
    }
}
