package io.tocsin.logql.engine.pipeline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which alternatives of a regular expression Go joins because they begin alike: {@code warn|warning} becomes {@code
 * warn(|ing)}. Loki searches for such alternatives anywhere in a label's value, instead of comparing the whole value.
 */
final class CommonPrefixes {

    private CommonPrefixes() {}

    /** The joined alternatives; null if joining makes a character class, as in {@code a1|a2}, which stays a regex. */
    static @Nullable Set<Integer> indexesOf(List<String> alternatives) {
        Set<Integer> joined = new HashSet<>();
        int start = 0;
        while (start < alternatives.size()) {
            int end = runEnd(alternatives, start);
            if (end - start > 1) {
                for (int i = start; i < end; i++) {
                    joined.add(i);
                }
            }
            start = end;
        }
        return makesClass(alternatives) ? null : joined;
    }

    /** The end of the alternatives that begin with the same character as the one at the start. */
    private static int runEnd(List<String> alternatives, int start) {
        int end = start + 1;
        while (end < alternatives.size() && firstOf(alternatives.get(end)) == firstOf(alternatives.get(start))) {
            end++;
        }
        return end;
    }

    private static int firstOf(String text) {
        return text.isEmpty() ? -1 : text.codePointAt(0);
    }

    private static boolean makesClass(List<String> alternatives) {
        boolean afterSingle = false;
        int start = 0;
        while (start < alternatives.size()) {
            int end = runEnd(alternatives, start);
            String first = alternatives.get(start);
            boolean isSingle = end - start == 1 && first.codePointCount(0, first.length()) == 1;
            if (isSingle && afterSingle) {
                return true;
            }
            boolean hasPrefix = end - start > 1 && !first.isEmpty();
            if (hasPrefix && makesClass(suffixes(alternatives.subList(start, end)))) {
                return true;
            }
            afterSingle = isSingle;
            start = end;
        }
        return false;
    }

    private static List<String> suffixes(List<String> alternatives) {
        String prefix = alternatives.get(0);
        for (String alternative : alternatives) {
            while (!alternative.startsWith(prefix)) {
                prefix = prefix.substring(0, prefix.offsetByCodePoints(prefix.length(), -1));
            }
        }
        List<String> suffixes = new ArrayList<>();
        for (String alternative : alternatives) {
            suffixes.add(alternative.substring(prefix.length()));
        }
        return suffixes;
    }
}
