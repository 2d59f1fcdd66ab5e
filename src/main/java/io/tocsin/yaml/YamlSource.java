package io.tocsin.yaml;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A file whose fields are read.
 *
 * @param problems takes what is wrong in it
 * @param environment expands its texts; null when {@code ${NAME}} means nothing in it
 * @param text to find the place of each character of a value; null when problems point at whole values only
 */
public record YamlSource(
        Problems problems,
        @Nullable EnvironmentReferences environment,
        @Nullable YamlText text) {

    /** A file without environment variables whose problems point at whole values. */
    public static YamlSource of(Problems problems) {
        return new YamlSource(problems, null, null);
    }

    public YamlSource with(Problems others) {
        return new YamlSource(others, environment, text);
    }

    /** Null when a variable is not set, which is a problem. */
    @Nullable
    String expand(ScalarNode scalar) {
        if (environment == null) {
            return scalar.getValue();
        }
        List<String> undefined = new ArrayList<>();
        String expanded = environment.expand(scalar.getValue(), undefined::add);
        undefined.forEach(name -> problems.add(scalar, notSet(name)));
        return undefined.isEmpty() ? expanded : null;
    }

    /** What the problem says when an environment variable is not set. */
    public static String notSet(String variable) {
        return "environment variable " + variable + " is not set";
    }

    /** How a problem names a value: not by itself where it may be a secret. */
    String quoted(String value) {
        return mayBeSecret() ? "the value" : "\"" + value + "\"";
    }

    boolean mayBeSecret() {
        return environment != null;
    }

    ScalarText locate(ScalarNode scalar) {
        return text == null ? ScalarText.allAt(TextPosition.of(scalar), scalar.getValue()) : text.scalar(scalar);
    }
}
