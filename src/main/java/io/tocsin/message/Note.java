package io.tocsin.message;

import java.util.List;

/**
 * A short remark for people, which a channel prints in its contact point's language.
 *
 * @param arguments untrusted texts; {@code {0}} in the sentence is the first one
 */
public record Note(NoteKind kind, List<String> arguments) {

    public Note {
        arguments = List.copyOf(arguments);
    }

    public static Note of(NoteKind kind, Object... arguments) {
        return new Note(
                kind, java.util.stream.Stream.of(arguments).map(String::valueOf).toList());
    }

    /** What can be remarked. */
    public enum NoteKind {
        /** Words that have no translation. */
        TEXT("{0}"),
        CAUGHT_UP("Found late: these evaluations were missed and have been caught up."),
        ARRIVED_LATE("Arrived late: the lines came in after their evaluation, and were found when it was repeated."),
        ONE_MUTED("1 more alert fires and is muted."),
        MANY_MUTED("{0} more alerts fire and are muted."),
        /** Matchers, author, end, number of alerts. */
        SILENCE_ENDS_SOON("The silence {0} by {1} ends at {2}; alerts that fire under it: {3}."),
        /** Matchers, author, number of alerts, since, still firing, resolved. */
        SILENCE_HAS_ENDED(
                "The silence {0} by {1} has ended. Alerts that it hid since {3}: {2}; still firing {4}, resolved meanwhile"
                        + " {5}."),
        /** How many. */
        TOLD_BEFORE("{0} of them had been told before."),
        /** Why the silence was made. */
        SILENCE_COMMENT("Comment of the silence: {0}"),
        /** Number of messages, number of groups. */
        STORM_FOLDED("Storm: {0} messages folded into this one, from {1} groups"),
        /** Since. */
        STORM_GOES_ON("It began at {0}; this summary follows it."),
        /** Since, until. */
        STORM_IS_OVER("The storm lasted from {0} to {1}; from now on messages come one by one again."),
        /** Contact point. */
        PASSED_ON_REFUSED("Sent here because contact point \"{0}\" did not take it"),
        /** Contact point. */
        PASSED_ON_DISABLED("Sent here because contact point \"{0}\" is disabled: its settings have a problem"),
        /** Contact point. */
        PASSED_ON_UNKNOWN("Sent here because contact point \"{0}\" does not exist");

        private final String english;

        NoteKind(String english) {
            this.english = english;
        }

        /** The sentence with its places. */
        public String english() {
            return english;
        }
    }

    /** In English, for logs and programs. */
    public String english() {
        return fill(kind.english());
    }

    /** A sentence with this note's arguments at its places. */
    public String fill(String sentence) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < sentence.length(); at++) {
            boolean isPlace =
                    sentence.charAt(at) == '{' && at + 2 < sentence.length() && sentence.charAt(at + 2) == '}';
            int number = isPlace ? sentence.charAt(at + 1) - '0' : -1;
            if (number >= 0 && number < arguments.size()) {
                text.append(arguments.get(number));
                at += 2;
            } else {
                text.append(sentence.charAt(at));
            }
        }
        return text.toString();
    }
}
