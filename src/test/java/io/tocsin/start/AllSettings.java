package io.tocsin.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** All settings there are, for tests of what names settings. */
public final class AllSettings {

    private static final KnownSettings KNOWN = new KnownSettings(environment(Map.of(), Map.of()), records());

    private AllSettings() {}

    public static boolean hasVariable(String name) {
        return KNOWN.hasVariable(name);
    }

    public static boolean hasProperty(String name) {
        return KNOWN.hasProperty(name);
    }

    /** Searched for in all classes: one that the application does not search for is found here. */
    static List<Class<?>> records() {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        List<Class<?>> records = new ArrayList<>();
        scan.findCandidateComponents("io.tocsin")
                .forEach(found -> records.add(ClassUtils.resolveClassName(
                        String.valueOf(found.getBeanClassName()), UnknownSettings.class.getClassLoader())));
        return records;
    }

    /** Nothing but what is given, and the application's own file. */
    static StandardEnvironment environment(Map<String, Object> variables, Map<String, Object> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        environment.getPropertySources().addLast(new SystemEnvironmentPropertySource("environment", variables));
        environment.getPropertySources().addLast(new MapPropertySource("commandLineArgs", properties));
        String own = "Config resource 'class path resource [application.yaml]'";
        try {
            new YamlPropertySourceLoader()
                    .load(own, new ClassPathResource("application.yaml"))
                    .forEach(environment.getPropertySources()::addLast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return environment;
    }
}
