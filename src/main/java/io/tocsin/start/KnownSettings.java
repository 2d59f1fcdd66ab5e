package io.tocsin.start;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * The names of all settings, taken from where they are read: the application's own configuration file, the names that it
 * passes on, and the records that settings are bound to. There is no list of them anywhere else.
 */
final class KnownSettings {

    private static final String PREFIX = "tocsin.";
    private static final String OWN_FILE = "class path resource";
    private static final Pattern PASSED_ON = Pattern.compile("\\$\\{(tocsin\\.[a-z0-9.-]+)");

    private final Set<String> properties = new TreeSet<>();
    private final Set<String> variables = new TreeSet<>();
    private final Set<String> documented = new TreeSet<>();
    /** With an index or a name behind them. */
    private final Set<String> lists = new TreeSet<>();

    /** @param records what settings are bound to; each has {@link ConfigurationProperties} */
    KnownSettings(ConfigurableEnvironment environment, Collection<Class<?>> records) {
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source.getName().contains(OWN_FILE) && source instanceof EnumerablePropertySource<?> own) {
                Arrays.stream(own.getPropertyNames()).forEach(name -> addOwn(name, own.getProperty(name)));
            }
        }
        records.forEach(type -> {
            ConfigurationProperties annotation = type.getAnnotation(ConfigurationProperties.class);
            String prefix = annotation.prefix().isEmpty() ? annotation.value() : annotation.prefix();
            addRecord(prefix, type);
        });
    }

    private void addOwn(String name, @Nullable Object value) {
        if (name.startsWith(PREFIX)) {
            add(name);
        }
        Matcher passedOn = PASSED_ON.matcher(String.valueOf(value));
        while (passedOn.find()) {
            add(passedOn.group(1));
        }
    }

    private void addRecord(String prefix, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
            Class<?> inner = component.getType();
            if (inner.isRecord() && !isValue(inner)) {
                addRecord(name, inner);
            } else {
                add(name);
                boolean isList = Collection.class.isAssignableFrom(inner)
                        || Map.class.isAssignableFrom(inner)
                        || component.getGenericType() instanceof ParameterizedType;
                if (isList) {
                    lists.add(name);
                }
            }
        }
    }

    /** Records that are read from one text, such as sizes. */
    private static boolean isValue(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .anyMatch(method -> method.getName().equals("valueOf")
                        && Arrays.equals(method.getParameterTypes(), new Class<?>[] {String.class}));
    }

    private void add(String name) {
        properties.add(canonical(name));
        variables.addAll(variablesOf(name));
        documented.add(SettingNames.variable(name));
    }

    /** Spring reads both forms. */
    private static List<String> variablesOf(String name) {
        String upper = name.toUpperCase(Locale.ROOT).replace('.', '_');
        return List.of(upper.replace("-", ""), upper.replace('-', '_'));
    }

    private static String canonical(String name) {
        return name.toLowerCase(Locale.ROOT)
                .replaceAll("\\[.*", "")
                .replace("-", "")
                .replace("_", "");
    }

    boolean hasVariable(String name) {
        return variables.contains(name)
                || lists.stream()
                        .flatMap(list -> variablesOf(list).stream())
                        .anyMatch(list -> name.startsWith(list + "_"));
    }

    boolean hasProperty(String name) {
        String wanted = canonical(name);
        return properties.contains(wanted) || lists.stream().anyMatch(list -> wanted.startsWith(canonical(list) + "."));
    }

    /** As environment variables, each in the form that people read in the documents. */
    Set<String> documented() {
        return documented;
    }
}
