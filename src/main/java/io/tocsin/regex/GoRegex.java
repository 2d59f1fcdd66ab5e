package io.tocsin.regex;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tocsin.text.go.ConversionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An RE2 expression with the replacing functions of Go's regexp package. */
public final class GoRegex {

    private final Pattern pattern;

    private GoRegex(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws ConversionException with Go's message if the expression is not valid or too large */
    public static GoRegex compile(String expression) {
        return new GoRegex(compilePattern(expression, 0));
    }

    /**
     * A pattern whose size is bounded: nested repetitions such as {@code (a{1000}){1000}} would take the memory.
     *
     * @param flags of {@link Pattern}
     * @throws ConversionException with Go's message if the expression is not valid or too large
     */
    public static Pattern compilePattern(String expression, int flags) {
        try {
            return BoundedRegex.compile(expression, flags);
        } catch (PatternSyntaxException e) {
            throw new ConversionException(describe(expression, e));
        }
    }

    private static String describe(String expression, PatternSyntaxException e) {
        // RE2/J's words for a parenthesis that closes nothing.
        if (e.getDescription().endsWith("internal error") || e.getDescription().contains("unexpected )")) {
            return "error parsing regexp: unexpected ): `" + expression + "`";
        }
        return "error parsing regexp: " + e.getDescription() + ": `" + e.getPattern() + "`";
    }

    /**
     * Replaces every match; {@code $1}, {@code ${1}} and {@code ${name}} stand for groups.
     *
     * @throws ConversionException if the result is longer than so many characters
     */
    public String replaceAll(String text, String template, int longest) {
        return replace(text, longest, (matcher, target) -> expand(matcher, template, target, longest));
    }

    /**
     * Replaces every match by exactly this text.
     *
     * @throws ConversionException if the result is longer than so many characters
     */
    public String replaceAllLiteral(String text, String replacement, int longest) {
        return replace(text, longest, (matcher, target) -> target.append(replacement));
    }

    private String replace(String text, int longest, BiConsumer<Matcher, StringBuilder> replacement) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder result = new StringBuilder();
        int copied = 0;
        int search = 0;
        while (search <= text.length() && matcher.find(search)) {
            result.append(text, copied, matcher.start());
            checkLength(result, longest);
            if (matcher.end() > copied || matcher.start() == 0) {
                replacement.accept(matcher, result);
            }
            copied = matcher.end();
            int width = search < text.length() ? Character.charCount(text.codePointAt(search)) : 1;
            search = Math.max(search + width, matcher.end());
        }
        return copied < text.length()
                ? result.append(text, copied, text.length()).toString()
                : result.toString();
    }

    /** How many matches there are that do not overlap. */
    public long count(String text) {
        long[] count = {0};
        replace(text, Integer.MAX_VALUE, (matcher, target) -> count[0]++);
        return count[0];
    }

    /**
     * The template with the groups of the matcher's last match filled in. A name is as long as possible, so {@code $1x}
     * is the group named 1x; a group that does not exist is empty.
     *
     * @throws ConversionException if the target gets longer than so many characters
     */
    public static void expand(Matcher matcher, String template, StringBuilder target, int longest) {
        int at = 0;
        while (at < template.length()) {
            int dollar = template.indexOf('$', at);
            if (dollar < 0) {
                break;
            }
            target.append(template, at, dollar);
            if (template.startsWith("$$", dollar)) {
                target.append('$');
                at = dollar + 2;
                continue;
            }
            int end = nameEnd(template, dollar);
            if (end < 0) {
                target.append('$');
                at = dollar + 1;
            } else {
                boolean hasBrace = template.charAt(dollar + 1) == '{';
                String name = template.substring(dollar + (hasBrace ? 2 : 1), hasBrace ? end - 1 : end);
                String group = group(matcher, name);
                target.append(group == null ? "" : group);
                checkLength(target, longest);
                at = end;
            }
        }
        target.append(template, at, template.length());
    }

    private static void checkLength(StringBuilder text, int longest) {
        if (text.length() > longest) {
            throw new ConversionException("result is longer than " + longest + " characters");
        }
    }

    /** The index after the group's reference that begins at the dollar sign, or -1 if there is none. */
    private static int nameEnd(String template, int dollar) {
        boolean hasBrace = template.startsWith("{", dollar + 1);
        int start = dollar + (hasBrace ? 2 : 1);
        int end = start;
        while (end < template.length() && isNameCharacter(template.charAt(end))) {
            end++;
        }
        if (end == start) {
            return -1;
        }
        return hasBrace ? template.startsWith("}", end) ? end + 1 : -1 : end;
    }

    private static boolean isNameCharacter(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    private static @Nullable String group(Matcher matcher, String name) {
        if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            boolean isPlain = name.length() <= 4 && (name.length() == 1 || name.charAt(0) != '0');
            int index = isPlain ? Integer.parseInt(name) : Integer.MAX_VALUE;
            return index <= matcher.groupCount() ? matcher.group(index) : null;
        }
        return matcher.pattern().namedGroups().containsKey(name) ? matcher.group(name) : null;
    }
}
