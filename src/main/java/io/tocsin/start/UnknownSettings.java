package io.tocsin.start;

import io.tocsin.text.NameSuggestion;
import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Settings that somebody gave and nobody reads, because their names are wrong. They are looked for once. */
public final class UnknownSettings implements ConcernSource {

    private static final String VARIABLE_PREFIX = "TOCSIN_";
    private static final String PROPERTY_PREFIX = "tocsin.";
    /** What Kubernetes sets in each pod for a service whose name begins with tocsin. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("TOCSIN_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_(TCP|UDP)(_\\w+)?)?)");

    private final KnownSettings known;
    private final Set<String> unknown = new TreeSet<>();
    private final Predicate<String> isReferredTo;

    /**
     * @param records what settings are bound to
     * @param isReferredTo whether a file names this environment variable; then it is somebody's own, and no setting
     */
    public UnknownSettings(
            ConfigurableEnvironment environment, Collection<Class<?>> records, Predicate<String> isReferredTo) {
        this.known = new KnownSettings(environment, records);
        this.isReferredTo = isReferredTo;
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> given) {
                Arrays.stream(given.getPropertyNames())
                        .filter(name -> isUnknown(name, given instanceof SystemEnvironmentPropertySource))
                        .forEach(unknown::add);
            }
        }
    }

    private boolean isUnknown(String name, boolean isEnvironment) {
        if (isEnvironment) {
            String upper = name.toUpperCase(Locale.ROOT);
            return upper.startsWith(VARIABLE_PREFIX)
                    && !known.hasVariable(upper)
                    && !SERVICE_LINK.matcher(upper).matches();
        }
        return name.toLowerCase(Locale.ROOT).startsWith(PROPERTY_PREFIX) && !known.hasProperty(name);
    }

    @Override
    public List<Concern> concerns() {
        return unknown.stream()
                .filter(name -> !isReferredTo.test(name))
                .map(name -> new Concern("setting-unknown", Severity.NOTICE, name, why(name)))
                .toList();
    }

    private String why(String name) {
        String variable = name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
        return "there is no such setting, it changes nothing" + NameSuggestion.didYouMean(variable, known.documented());
    }
}
