package io.tocsin.dispatch;

import com.google.re2j.PatternSyntaxException;
import io.tocsin.evidence.Redaction;
import io.tocsin.evidence.RedactionRule;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What is taken out of log lines before they leave for a chat service, besides tokens, keys, e-mail addresses and card
 * numbers.
 *
 * @param redact RE2 patterns; what they match is replaced
 */
@ConfigurationProperties("tocsin.evidence")
record RedactionSettings(List<String> redact) {

    @SuppressWarnings("NullAway")
    RedactionSettings {
        redact = redact == null ? List.of() : List.copyOf(redact);
    }

    /** @throws IllegalArgumentException if a pattern is no RE2 */
    Redaction redaction() {
        List<RedactionRule> rules = new ArrayList<>();
        for (String pattern : redact) {
            try {
                rules.add(RedactionRule.of("configured", pattern));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("tocsin.evidence.redact: " + e.getMessage(), e);
            }
        }
        return Redaction.STANDARD.with(rules);
    }
}
