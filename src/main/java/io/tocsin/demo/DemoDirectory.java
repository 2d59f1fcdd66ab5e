package io.tocsin.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;

/**
 * Gives the demo a directory of its own, which nobody else on this machine can have put there before, and removes it in the end.
 */
final class DemoDirectory implements EnvironmentPostProcessor, Ordered {

    private static final String SETTING = "tocsin.data-dir";

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 10;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        boolean isDemo = environment.acceptsProfiles(Profiles.of("demo"));
        if (!isDemo || !environment.getProperty(SETTING, "").isBlank()) {
            return;
        }
        try {
            // For this user only, as the class library makes them.
            Path directory = Files.createTempDirectory("tocsin-demo-");
            environment
                    .getPropertySources()
                    .addFirst(new MapPropertySource("demo", Map.of(SETTING, directory.toString())));
            SpringApplication.getShutdownHandlers().add(() -> remove(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            System.err.println("The demo's directory " + directory + " could not be removed: " + e.getMessage());
        }
    }
}
