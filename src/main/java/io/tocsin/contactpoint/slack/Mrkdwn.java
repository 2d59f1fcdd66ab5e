package io.tocsin.contactpoint.slack;

import io.tocsin.contactpoint.render.Fences;
import io.tocsin.text.CleanText;
import io.tocsin.text.CodePoints;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Slack's markup. Slack decodes exactly {@code &amp; &lt; &gt;}; its formatting characters have no escape, so where they
 * could format they become look-alikes.
 */
final class Mrkdwn {

    private Mrkdwn() {}

    /** Neither a mention nor a link can begin without these; ampersand first. */
    static String entities(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Untrusted text inside markup. */
    static String inline(String text) {
        String clean = CleanText.multiLine(text);
        StringBuilder safe = new StringBuilder(clean.length());
        for (int i = 0; i < clean.length(); i++) {
            char c = clean.charAt(i);
            boolean isInWord = i > 0
                    && i + 1 < clean.length()
                    && Character.isLetterOrDigit(clean.charAt(i - 1))
                    && Character.isLetterOrDigit(clean.charAt(i + 1));
            safe.append(isInWord ? c : lookAlike(c));
        }
        return entities(safe.toString().replace('`', 'ˋ'));
    }

    private static char lookAlike(char c) {
        return switch (c) {
            case '*' -> '∗';
            case '_' -> 'ˍ';
            case '~' -> '∼';
            case '>' -> '›';
            default -> c;
        };
    }

    static String code(String value) {
        return entities(Fences.inline(value));
    }

    static String block(String lines) {
        return entities(Fences.block(lines));
    }

    /** What a text takes inside of a block. */
    static int costInBlock(String text) {
        return CodePoints.count(entities(Fences.inside(text)));
    }

    /** The address must have gone through {@code LinkAddress}. */
    static String link(String address, String label) {
        return "<" + address.replace("&", "&amp;") + "|" + inline(label) + ">";
    }

    static String bold(String trusted) {
        return "*" + trusted + "*";
    }

    /** Each reader sees it in the own time zone. */
    static String date(java.time.Instant at) {
        String fallback = at.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
        return "<!date^" + at.getEpochSecond() + "^{date_short_pretty} {time_secs}|" + fallback + ">";
    }

    /** Those of a contact point's settings; what has no known shape is left out. */
    static String mentions(List<String> names) {
        return names.stream()
                .map(Mrkdwn::mention)
                .filter(mention -> !mention.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String mention(String name) {
        if (name.equals("here") || name.equals("channel") || name.equals("everyone")) {
            return "<!" + name + ">";
        }
        if (name.matches("[UW][A-Z0-9]{2,30}")) {
            return "<@" + name + ">";
        }
        return name.matches("S[A-Z0-9]{2,30}") ? "<!subteam^" + name + ">" : "";
    }
}
