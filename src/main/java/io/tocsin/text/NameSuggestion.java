package io.tocsin.text;

import java.util.Collection;
import java.util.Locale;

/** Finds the name that a person probably meant. */
public final class NameSuggestion {

    private NameSuggestion() {}

    /** {@code ; did you mean "x"?} when a candidate is close to the name, else the empty string. */
    public static String didYouMean(String name, Collection<String> candidates) {
        String best = "";
        int bestDistance = Math.max(1, Math.min(3, name.length() / 2)) + 1;
        for (String candidate : candidates) {
            int distance = distance(normalized(name), normalized(candidate));
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best.isEmpty() ? "" : "; did you mean \"" + best + "\"?";
    }

    private static String normalized(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 3) {
            return Integer.MAX_VALUE;
        }
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
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
