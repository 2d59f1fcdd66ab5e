package io.tocsin.api;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatcherParser;
import io.tocsin.label.MatcherSyntaxException;
import io.tocsin.regex.RegexBudget;
import io.tocsin.text.go.PrometheusDuration;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** What requests say as text. What cannot be read is a 400 that says so. */
public final class ApiReading {

    private ApiReading() {}

    /** @param fallback for a field that is absent or empty */
    public static Instant time(String field, @Nullable String text, Instant fallback) {
        if (text == null || text.isBlank()) {
            return fallback;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw bad(field + " must look like 2026-11-22T09:00:00Z", e);
        }
    }

    public static @Nullable Duration duration(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return PrometheusDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw bad(field + ": " + e.getMessage(), e);
        }
    }

    /** One text of matchers after the other, each as in <code>host="h1", service=~"web.*"</code>. */
    public static List<LabelMatcher> matchers(String field, @Nullable List<String> texts) {
        List<LabelMatcher> matchers = new ArrayList<>();
        RegexBudget budget = new RegexBudget();
        try {
            for (String text : texts == null ? List.<String>of() : texts) {
                matchers.addAll(MatcherParser.parseAll(text, budget));
            }
        } catch (MatcherSyntaxException e) {
            throw bad(field + ": " + e.getMessage(), e);
        }
        return matchers;
    }

    public static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    public static ResponseStatusException bad(String detail, @Nullable Throwable cause) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail, cause);
    }

    public static ResponseStatusException missing(String key) {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, key);
    }
}
