package io.tocsin.rule.file;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where rule files are, and how changes are noticed.
 *
 * @param rulesDir the directory of the rule files; its subdirectories are read too
 * @param rulesPollInterval how often the files are compared even when the file system reports no change; at least 100 ms. A file is
 *     read again when its time, size or number on the disk has changed, and each file once a minute
 * @param watchdog whether the built-in rule file with the alert Watchdog, which always fires, is among them
 */
@ConfigurationProperties("tocsin")
public record RuleFileProperties(
        @DefaultValue(RuleFileProperties.DEFAULT_DIRECTORY) String rulesDir,
        @DefaultValue("5s") Duration rulesPollInterval,
        @DefaultValue("false") boolean watchdog) {

    static final String DEFAULT_DIRECTORY = "rules";

    private static final Duration MIN_POLL_INTERVAL = Duration.ofMillis(100);

    public RuleFileProperties {
        if (rulesPollInterval.compareTo(MIN_POLL_INTERVAL) < 0) {
            throw new IllegalArgumentException("tocsin.rules-poll-interval must be at least 100ms");
        }
    }

    /** Not a property of its own type: Spring would look for a Path in the classpath first. */
    Path directory() {
        return Path.of(rulesDir);
    }
}
