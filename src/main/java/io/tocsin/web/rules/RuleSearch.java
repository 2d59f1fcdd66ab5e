package io.tocsin.web.rules;

import io.tocsin.rule.RuleGroup;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds rules by words of their name, group, file or expression; all words must be there. */
final class RuleSearch {

    private final String[] words;

    RuleSearch(String text) {
        this.words = text.strip().toLowerCase(Locale.ROOT).split("\\s+");
    }

    boolean matches(RuleGroup group, RuleView rule) {
        String haystack = String.join(
                        "\n", rule.name(), group.key().group(), group.key().file(), rule.expression())
                .toLowerCase(Locale.ROOT);
        return Stream.of(words).allMatch(haystack::contains);
    }
}
