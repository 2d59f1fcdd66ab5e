package io.tocsin.contactpoint.slack;

import java.util.List;
import java.util.stream.Collectors;

/** Mentions from a contact point's settings; what has no known shape is left out. */
final class SlackMentions {

    private SlackMentions() {}

    static String of(List<String> names) {
        return names.stream()
                .map(SlackMentions::of)
                .filter(mention -> !mention.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String of(String name) {
        if (name.equals("here") || name.equals("channel") || name.equals("everyone")) {
            return "<!" + name + ">";
        }
        if (name.matches("[UW][A-Z0-9]{2,30}")) {
            return "<@" + name + ">";
        }
        return name.matches("S[A-Z0-9]{2,30}") ? "<!subteam^" + name + ">" : "";
    }
}
