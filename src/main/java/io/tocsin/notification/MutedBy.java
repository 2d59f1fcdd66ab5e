package io.tocsin.notification;

import java.util.ArrayList;
import java.util.List;

/**
 * What mutes an alert, as references to it: that is what is stored, and what pages look up.
 *
 * @param silences the ids of silences and acknowledgements, the first of them in their order as texts
 * @param inhibitedBy the {@link GroupMember.Episode#key()} of the alert that inhibits; empty when none does
 */
public record MutedBy(List<String> silences, String inhibitedBy) {

    public static final MutedBy NOTHING = new MutedBy(List.of(), "");

    /** So many fit into their column uncut; more mute one alert in no sane installation. */
    private static final int MOST_SILENCES = 80;

    private static final String SILENCE = "silence:";
    private static final String INHIBITION = "inhibition:";

    public MutedBy {
        silences = silences.stream().sorted().limit(MOST_SILENCES).toList();
    }

    public boolean isNothing() {
        return silences.isEmpty() && !isInhibited();
    }

    /** Whether an alert that fires is what mutes. */
    public boolean isInhibited() {
        return !inhibitedBy.isEmpty();
    }

    /** Reads what {@link #toString()} has written; what this version does not know is left out. */
    public static MutedBy of(String text) {
        List<String> silences = new ArrayList<>();
        String inhibitedBy = "";
        for (String reference : text.split(" ")) {
            if (reference.startsWith(SILENCE)) {
                silences.add(reference.substring(SILENCE.length()));
            } else if (reference.startsWith(INHIBITION)) {
                inhibitedBy = reference.substring(INHIBITION.length());
            }
        }
        return silences.isEmpty() && inhibitedBy.isEmpty() ? NOTHING : new MutedBy(silences, inhibitedBy);
    }

    /** The form in which it is stored, {@code silence:ID silence:ID inhibition:KEY}; empty when nothing mutes. */
    @Override
    public String toString() {
        List<String> references = new ArrayList<>();
        silences.forEach(silence -> references.add(SILENCE + silence));
        if (isInhibited()) {
            references.add(INHIBITION + inhibitedBy);
        }
        return String.join(" ", references);
    }
}
