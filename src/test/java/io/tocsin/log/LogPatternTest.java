package io.tocsin.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/** What somebody wrote into a label or a name cannot forge a line of the log, nor give orders to a terminal. */
class LogPatternTest {

    @Test
    void aTextFromOutsideStaysOnItsLineAndOrdersNothing() throws Exception {
        String line = print("label={}", "a\u001b[2J\u001b]0;x\u0007\r\n2026-11-21 ERROR forged\u202e\u0085\u2028b");

        assertThat(line)
                .startsWith("label=a?[2J?]0;x??\n    2026-11-21 ERROR forged???b")
                .doesNotContain("\u001b", "\r", "\u202e", "\u0085", "\u2028");
    }

    @Test
    void whatPeopleWriteStaysAsItIs() throws Exception {
        assertThat(print("{}", "경보 \ud83d\udd25 a\tb")).startsWith("경보 \ud83d\udd25 a\tb\n");
    }

    /** Only the message, as the pattern of the console prints it. */
    private static String print(String message, String argument) throws Exception {
        List<PropertySource<?>> settings =
                new YamlPropertySourceLoader().load("application", new ClassPathResource("application.yaml"));
        String pattern = String.valueOf(Objects.requireNonNull(settings.get(0).getProperty("logging.pattern.console")));
        String ofMessage = pattern.substring(pattern.indexOf("%replace"), pattern.indexOf("%wEx"));
        LoggerContext context = new LoggerContext();
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern(ofMessage);
        layout.start();
        return layout.doLayout(
                new LoggingEvent("x", context.getLogger("x"), Level.INFO, message, null, new Object[] {argument}));
    }
}
