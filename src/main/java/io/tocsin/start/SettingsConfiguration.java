package io.tocsin.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Looks for settings that nobody reads. */
@Configuration(proxyBeanMethods = false)
class SettingsConfiguration {

    private static final String EVERYTHING = "io.tocsin";

    @Bean
    UnknownSettings unknownSettings(
            ConfigurableEnvironment environment,
            @Value("${tocsin.contact-points-file}") String contactPoints,
            @Value("${tocsin.datasources-file}") String dataSources) {
        return new UnknownSettings(
                environment, EVERYTHING, name -> names(contactPoints, name) || names(dataSources, name));
    }

    private static boolean names(String file, String variable) {
        try {
            return !file.isBlank() && Files.readString(Path.of(file)).contains("${" + variable + "}");
        } catch (IOException e) {
            return false;
        }
    }
}
