package io.tocsin.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Looks for settings that nobody reads. */
@Configuration(proxyBeanMethods = false)
class SettingsConfiguration {

    private static final String OUR_OWN = "io.tocsin.";

    @Bean
    UnknownSettings unknownSettings(
            ConfigurableEnvironment environment,
            ListableBeanFactory beans,
            @Value("${tocsin.contact-points-file}") String contactPoints,
            @Value("${tocsin.datasources-file}") String dataSources) {
        return new UnknownSettings(
                environment, records(beans), name -> names(contactPoints, name) || names(dataSources, name));
    }

    /** They were searched for once already, in all classes; that takes long. */
    private static List<Class<?>> records(ListableBeanFactory beans) {
        List<Class<?>> records = new ArrayList<>();
        for (String name : beans.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
            Class<?> type = beans.getType(name, false);
            if (type != null && type.isRecord() && type.getName().startsWith(OUR_OWN)) {
                records.add(type);
            }
        }
        return records;
    }

    private static boolean names(String file, String variable) {
        try {
            return !file.isBlank() && Files.readString(Path.of(file)).contains("${" + variable + "}");
        } catch (IOException e) {
            return false;
        }
    }
}
