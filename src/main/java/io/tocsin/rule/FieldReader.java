package io.tocsin.rule;

import io.tocsin.text.go.PrometheusDuration;
import io.tocsin.yaml.ScalarText;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlText;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads single fields of a group or a rule as values; a bad one is a problem and gives the default. */
final class FieldReader {

    private static final Set<String> YES = Set.of("true", "yes", "on");
    private static final Set<String> NO = Set.of("false", "no", "off");

    private final String prefix;
    private final YamlFields fields;
    private final YamlText text;
    private final ProblemLog log;
    private final Map<String, ScalarText> scalars = new HashMap<>();

    FieldReader(YamlFields fields, YamlText text, ProblemLog log) {
        this("", fields, text, log);
    }

    /** @param owner the field that the fields belong to, as problems name it; empty at the top of a group or a rule */
    FieldReader(String owner, YamlFields fields, YamlText text, ProblemLog log) {
        this.prefix = owner.isEmpty() ? "" : owner + " ";
        this.fields = fields;
        this.text = text;
        this.log = log;
    }

    /** The text values read so far, by path. */
    Map<String, ScalarText> scalars() {
        return scalars;
    }

    ScalarText remember(String path, ScalarNode node) {
        ScalarText scalar = text.scalar(node);
        scalars.put(path, scalar);
        return scalar;
    }

    String text(String name, String whenAbsent) {
        ScalarNode node = fields.scalar(name);
        return node == null ? whenAbsent : remember(name, node).value();
    }

    /** Null when the field is absent or bad. */
    @Nullable
    Duration duration(String name) {
        return value(name, PrometheusDuration::parse);
    }

    Duration duration(String name, Duration whenAbsent) {
        Duration duration = duration(name);
        return duration == null ? whenAbsent : duration;
    }

    int integer(String name, int whenAbsent, int most) {
        Integer number = value(name, value -> integerOf(value, most));
        return number == null ? whenAbsent : number;
    }

    private static int integerOf(String value, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(integerMessage(value, most), e);
        }
        throw new IllegalArgumentException(integerMessage(value, most));
    }

    private static String integerMessage(String value, int most) {
        String range = most == Integer.MAX_VALUE ? "0 or more" : "between 0 and " + most;
        return "\"" + value + "\" is not a whole number " + range;
    }

    boolean flag(String name) {
        Boolean flag = value(name, value -> {
            String lower = value.toLowerCase(Locale.ROOT);
            if (!YES.contains(lower) && !NO.contains(lower)) {
                throw new IllegalArgumentException("\"" + value + "\" is neither true nor false");
            }
            return YES.contains(lower);
        });
        return Boolean.TRUE.equals(flag);
    }

    <E extends Enum<E>> E choice(String name, Class<E> type, E whenAbsent) {
        E choice = value(name, value -> choiceOf(value, type));
        return choice == null ? whenAbsent : choice;
    }

    private static <E extends Enum<E>> E choiceOf(String value, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(value)) {
                return constant;
            }
        }
        String known = Stream.of(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw new IllegalArgumentException("\"" + value + "\" is none of " + known);
    }

    /** The value as the function reads it; null when the field is absent or the function refuses it. */
    <T> @Nullable T value(String name, Function<String, T> function) {
        ScalarNode node = fields.scalar(name);
        if (node == null) {
            return null;
        }
        if (node.getTag().getValue().startsWith("!")) {
            log.add(
                    node,
                    name + ": put the value in quotes: " + name + ": \""
                            + node.getTag().getValue() + " " + node.getValue() + "\"");
            return null;
        }
        ScalarText scalar = remember(name, node);
        try {
            return function.apply(scalar.value());
        } catch (IllegalArgumentException e) {
            log.add(scalar.start(), prefix + name + ": " + e.getMessage());
            return null;
        }
    }

    /** A list of texts, or one text. */
    List<Node> items(String name) {
        Node node = fields.find(name);
        return node instanceof ScalarNode ? List.of(node) : fields.list(name);
    }
}
