package io.tocsin.logql.checks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of a regex's groups. Go allows a name twice, RE2/J does not. */
public final class RegexGroupNames {

    /** An escaped parenthesis opens no group. */
    private static final Pattern NAMED_GROUP = Pattern.compile("\\\\.|\\(\\?P?<([A-Za-z0-9_]+)>", Pattern.DOTALL);

    private RegexGroupNames() {}

    /** In order, with repetitions. */
    public static List<String> of(String regex) {
        List<String> names = new ArrayList<>();
        Matcher matcher = NAMED_GROUP.matcher(regex);
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    /** The regex, with groups that have no names if a name is there twice. */
    public static String withoutRepeated(String regex) {
        if (regex.indexOf('<') < 0) {
            return regex;
        }
        List<String> names = of(regex);
        return new HashSet<>(names).size() == names.size()
                ? regex
                : NAMED_GROUP.matcher(regex).replaceAll(RegexGroupNames::unnamed);
    }

    private static String unnamed(MatchResult match) {
        return Matcher.quoteReplacement(match.group(1) == null ? match.group() : "(");
    }
}
