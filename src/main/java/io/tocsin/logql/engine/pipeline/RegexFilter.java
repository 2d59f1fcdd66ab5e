package io.tocsin.logql.engine.pipeline;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;

/** Looks for a match of a regular expression anywhere in the text. */
final class RegexFilter implements LineFilter {

    private final Pattern pattern;

    RegexFilter(Pattern pattern) {
        this.pattern = pattern;
    }

    @Override
    public boolean accepts(byte[] buffer, int offset, int length) {
        return pattern.matcher(new String(buffer, offset, length, StandardCharsets.UTF_8))
                .find();
    }
}
