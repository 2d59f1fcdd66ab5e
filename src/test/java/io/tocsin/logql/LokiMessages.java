package io.tocsin.logql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is compared of Loki's messages: all of it, except that a syntax error says in our words what was expected. */
public final class LokiMessages {

    private static final Pattern SYNTAX_ERROR =
            Pattern.compile("(parse error .*: syntax error: unexpected \\S+?)(?:, expecting .*)?");

    private LokiMessages() {}

    /** Whether both refuse the same, at the same place, up to and with the token that was unexpected. */
    public static boolean same(String recorded, String actual) {
        return comparable(recorded.strip()).equals(comparable(actual.strip()));
    }

    /** The message without what was expected. */
    public static String comparable(String message) {
        Matcher error = SYNTAX_ERROR.matcher(message);
        return error.matches() ? error.group(1) : message;
    }
}
