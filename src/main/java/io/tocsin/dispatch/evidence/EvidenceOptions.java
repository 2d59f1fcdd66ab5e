package io.tocsin.dispatch.evidence;

import com.google.re2j.PatternSyntaxException;
import io.tocsin.evidence.Redaction;
import io.tocsin.evidence.RedactionRule;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What messages show of the logs and of the value's course.
 *
 * @param redact RE2 patterns; what they match is replaced before a line leaves for a chat service
 * @param redactBuiltIn whether tokens, keys, passwords, e-mail addresses, card numbers and the like are replaced too;
 *     default true
 * @param ownPackages beginnings of the packages whose frames of stack traces are a team's own, for rules that name none;
 *     empty: what is no known library
 * @param trend whether the course of the value is shown; default true
 */
@ConfigurationProperties("tocsin.evidence")
public record EvidenceOptions(
        List<String> redact,
        @DefaultValue("true") boolean redactBuiltIn,
        @DefaultValue("true") boolean trend,
        List<String> ownPackages) {

    @SuppressWarnings("NullAway")
    public EvidenceOptions {
        redact = redact == null ? List.of() : List.copyOf(redact);
        ownPackages = ownPackages == null
                ? List.of()
                : ownPackages.stream().filter(name -> !name.isBlank()).toList();
    }

    /** @throws IllegalArgumentException if a pattern is no RE2 */
    Redaction redaction() {
        List<RedactionRule> rules = new ArrayList<>();
        for (String pattern : redact) {
            if (pattern.isBlank()) {
                continue;
            }
            try {
                rules.add(RedactionRule.of("configured", pattern));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("tocsin.evidence.redact: " + e.getMessage(), e);
            }
        }
        return (redactBuiltIn ? Redaction.STANDARD : Redaction.NONE).with(rules);
    }
}
