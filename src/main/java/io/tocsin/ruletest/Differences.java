package io.tocsin.ruletest;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.ruletest.RuleTestFile.ExpectedAlert;
import io.tocsin.ruletest.RuleTestFile.ExpectedSample;
import io.tocsin.ruletest.RuleTestFile.ExpectedState;
import io.tocsin.text.go.GoFloats;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares what was expected with what came, line by line: a minus before what is missing, a plus before what is too much. */
final class Differences {

    /** What sums of decimal fractions may be off. */
    private static final double ROUNDING = 1e-9;

    private final StringJoiner lines = new StringJoiner("\n");
    private boolean areEqual = true;

    private Differences() {}

    /** Alerts that are pending are looked at only when one is expected. Empty when there is no difference. */
    static Optional<String> ofAlerts(List<ExpectedAlert> expected, List<AlertInstance> actual) {
        Differences differences = new Differences();
        boolean isPendingExpected = expected.stream().anyMatch(one -> one.state() == ExpectedState.PENDING);
        List<AlertInstance> left = new ArrayList<>(actual.stream()
                .filter(instance -> isPendingExpected || instance.state() != InstanceState.PENDING)
                .toList());
        for (ExpectedAlert one : expected) {
            AlertInstance found = left.stream()
                    .filter(instance -> labels(instance).equals(one.labels()) && isState(one.state(), instance.state()))
                    .findFirst()
                    .orElse(null);
            if (found == null) {
                differences.missing(text(one.labels(), one.state().name(), one.value()));
            } else {
                left.remove(found);
                differences.compare(one, found);
            }
        }
        left.forEach(instance ->
                differences.extra(text(labels(instance), instance.state().name(), instance.value())));
        return differences.text();
    }

    private static Map<String, String> labels(AlertInstance instance) {
        return instance.labels().without(List.of(Labels.ALERT_NAME)).asMap();
    }

    private static boolean isState(ExpectedState expected, InstanceState actual) {
        return switch (expected) {
            case PENDING -> actual == InstanceState.PENDING;
            case FIRING -> actual.isFiring();
            case RECOVERING -> actual == InstanceState.RECOVERING;
        };
    }

    private void compare(ExpectedAlert expected, AlertInstance found) {
        Double value = expected.value();
        String name = text(labels(found), found.state().name(), value == null ? null : found.value());
        if (value != null && !isSame(value, found.value())) {
            missing(text(expected.labels(), expected.state().name(), value));
            extra(name);
        } else {
            lines.add("    " + name);
        }
        new TreeMap<>(expected.annotations()).forEach((annotation, text) -> {
            String actual = found.annotations().get(annotation);
            if (!text.equals(actual)) {
                missing("  " + annotation + ": \"" + text + "\"");
                extra("  " + annotation + ": " + (actual == null ? "(none)" : "\"" + actual + "\""));
            }
        });
    }

    /** The samples in any order. Empty when there is no difference. */
    static Optional<String> ofSamples(List<ExpectedSample> expected, List<Sample> actual) {
        Differences differences = new Differences();
        List<Sample> left = new ArrayList<>(actual);
        for (ExpectedSample one : expected) {
            Sample found = left.stream()
                    .filter(sample -> sample.labels().asMap().equals(one.labels()))
                    .findFirst()
                    .orElse(null);
            left.remove(found);
            if (found != null && isSame(one.value(), found.value())) {
                differences.lines.add("    " + text(one.labels(), "", one.value()));
                continue;
            }
            differences.missing(text(one.labels(), "", one.value()));
            if (found != null) {
                differences.extra(text(one.labels(), "", found.value()));
            }
        }
        left.forEach(sample -> differences.extra(text(sample.labels().asMap(), "", sample.value())));
        return differences.text();
    }

    private static boolean isSame(double one, double other) {
        return Double.compare(one, other) == 0
                || Math.abs(one - other) <= ROUNDING * Math.max(Math.abs(one), Math.abs(other));
    }

    private static String text(Map<String, String> labels, String state, @Nullable Double value) {
        return (Labels.of(labels) + " " + state.toLowerCase(Locale.ROOT)).strip()
                + (value == null ? "" : " " + GoFloats.plain(value));
    }

    private void missing(String line) {
        areEqual = false;
        lines.add("  - " + line);
    }

    private void extra(String line) {
        areEqual = false;
        lines.add("  + " + line);
    }

    private Optional<String> text() {
        return areEqual ? Optional.empty() : Optional.of(lines.toString());
    }
}
