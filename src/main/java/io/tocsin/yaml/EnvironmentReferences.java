package io.tocsin.yaml;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${NAME}} by the environment variable; {@code $${NAME}} stays as the text {@code ${NAME}}. An empty
 * variable is one that does not exist.
 */
public final class EnvironmentReferences {

    private static final Pattern REFERENCE = Pattern.compile("\\$?\\$\\{([^}]*)}");

    private final EnvironmentLookup variables;

    public EnvironmentReferences(EnvironmentLookup variables) {
        this.variables = variables;
    }

    /** @param undefined told the name of each variable that does not exist; the text then stands in its place */
    public String expand(String text, Consumer<String> undefined) {
        return REFERENCE.matcher(text).replaceAll(match -> {
            if (match.group().startsWith("$$")) {
                return Matcher.quoteReplacement(match.group().substring(1));
            }
            String value = variables.get(match.group(1));
            if (value == null || value.isEmpty()) {
                undefined.accept(match.group(1));
                return Matcher.quoteReplacement(match.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
