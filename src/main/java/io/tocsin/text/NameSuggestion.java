package io.tocsin.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the name that a person probably meant. */
public final class NameSuggestion {

    private NameSuggestion() {}

    /** {@code ; did you mean "x"?} when a candidate is close to the name, else the empty string. */
    public static String didYouMean(String name, Collection<String> candidates) {
        return nearest(name, candidates)
                .map(best -> "; did you mean \"" + best + "\"?")
                .orElse("");
    }

    /** The same, but all the candidates in their order when none is close. */
    public static String didYouMeanOrKnown(String name, Collection<String> candidates) {
        String near = didYouMean(name, candidates);
        return near.isEmpty() ? "; known are " + String.join(", ", new TreeSet<>(candidates)) : near;
    }

    /** The candidate that is closest to the name; empty when none is close. */
    public static Optional<String> nearest(String name, Collection<String> candidates) {
        Optional<String> best = Optional.empty();
        int bestDistance = Math.max(1, Math.min(3, name.length() / 2)) + 1;
        for (String candidate : candidates) {
            int distance = distance(normalized(name), normalized(candidate));
            if (distance < bestDistance) {
                best = Optional.of(candidate);
                bestDistance = distance;
            }
        }
        return best;
    }

    private static String normalized(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 3) {
            return Integer.MAX_VALUE;
        }
        int[] beforeLast = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
                boolean isSwapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (isSwapped) {
                    current[j] = Math.min(current[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = previous;
            previous = current;
        }
        return previous[b.length()];
    }
}
