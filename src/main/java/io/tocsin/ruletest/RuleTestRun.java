package io.tocsin.ruletest;

import io.tocsin.alert.AlertInstance;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.datasource.QueryResult;
import io.tocsin.label.Sample;
import io.tocsin.message.Message;
import io.tocsin.rule.RuleGroup;
import io.tocsin.ruletest.RuleTestFile.AlertExpectation;
import io.tocsin.ruletest.RuleTestFile.ExpressionExpectation;
import io.tocsin.ruletest.RuleTestFile.MessageExpectation;
import io.tocsin.ruletest.RuleTestFile.NamedFile;
import io.tocsin.ruletest.RuleTestFile.RecordingExpectation;
import io.tocsin.ruletest.RuleTestFile.RuleTest;
import io.tocsin.yaml.FileProblem;
import io.tocsin.yaml.TextPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** Runs the tests of one file. Equal files give equal results. */
final class RuleTestRun {

    private final String file;
    private final List<RuleGroup> groups;
    private final Destinations installation;
    private final Function<NamedFile, List<String>> samples;
    private final BiFunction<ContactPoint, Message, String> printer;

    /**
     * @param file how failures name it
     * @param samples reads the lines of a file that a test names
     * @param printer a message as its contact point shows it
     */
    RuleTestRun(
            String file,
            List<RuleGroup> groups,
            Destinations installation,
            Function<NamedFile, List<String>> samples,
            BiFunction<ContactPoint, Message, String> printer) {
        this.file = file;
        this.groups = List.copyOf(groups);
        this.installation = installation;
        this.samples = samples;
        this.printer = printer;
    }

    /** What is not as the test expects it, in the order of time; empty when the test passes. */
    List<FileProblem> run(RuleTest test) {
        List<FileProblem> failures = new ArrayList<>();
        try {
            run(test, failures);
        } catch (RuleTestException e) {
            add(failures, test.at(), String.valueOf(e.getMessage()));
        }
        return failures;
    }

    private void run(RuleTest test, List<FileProblem> failures) {
        Set<Duration> times = times(test);
        Duration end = times.stream().max(Duration::compareTo).orElse(Duration.ZERO);
        SimulatedClock clock = new SimulatedClock();
        ArrivingLines lines = new ArrivingLines(test.input(), samples, end, clock);
        SimulatedGateway gateway = new SimulatedGateway(groups, installation, lines, clock);
        if (test.messages().isEmpty()) {
            gateway.silent();
        }
        if (!test.recordings().isEmpty()) {
            gateway.recording();
        }
        if (times.isEmpty()) {
            add(
                    failures,
                    test.at(),
                    "the test expects nothing; it needs alert_rule_test, logql_expr_test, recording_rule_test or"
                            + " message_test");
        }
        for (Duration time : times) {
            gateway.moveTo(Instant.EPOCH.plus(time));
            test.alerts().stream()
                    .filter(expected -> expected.time().equals(time))
                    .forEach(expected -> check(expected, gateway, failures));
            test.expressions().stream()
                    .filter(expected -> expected.time().equals(time))
                    .forEach(expected -> check(expected, gateway, failures));
            test.recordings().stream()
                    .filter(expected -> expected.time().equals(time))
                    .forEach(expected -> check(expected, gateway, failures));
            test.messages().stream()
                    .filter(expected -> expected.time().equals(time))
                    .forEach(expected -> check(expected, gateway, failures));
        }
        Set<String> errors = new LinkedHashSet<>(gateway.errors());
        errors.stream().limit(3).forEach(error -> add(failures, test.at(), error));
    }

    private static Set<Duration> times(RuleTest test) {
        Set<Duration> times = new TreeSet<>();
        Stream.of(
                        test.alerts().stream().map(AlertExpectation::time),
                        test.expressions().stream().map(ExpressionExpectation::time),
                        test.recordings().stream().map(RecordingExpectation::time),
                        test.messages().stream().map(MessageExpectation::time))
                .flatMap(Function.identity())
                .forEach(times::add);
        return times;
    }

    private void check(AlertExpectation expected, SimulatedGateway gateway, List<FileProblem> failures) {
        if (groups.stream()
                .noneMatch(group ->
                        group.rules().stream().anyMatch(rule -> rule.name().equals(expected.alert())))) {
            add(failures, expected.at(), "no rule of the rule files is called \"" + expected.alert() + "\"");
            return;
        }
        List<AlertInstance> actual = gateway.instances()
                .filter(instance -> instance.rule().alert().equals(expected.alert()))
                .toList();
        Differences.ofAlerts(expected.expected(), actual)
                .ifPresent(difference -> add(
                        failures,
                        expected.at(),
                        "alert \"" + expected.alert() + "\" at " + TestTimes.of(expected.time())
                                + ": expected (-), got (+)\n" + difference));
    }

    private void check(ExpressionExpectation expected, SimulatedGateway gateway, List<FileProblem> failures) {
        QueryResult<List<Sample>> answer = gateway.ask(expected.expression());
        if (answer instanceof QueryResult.Failure<List<Sample>> failure) {
            add(failures, expected.at(), "expression at " + TestTimes.of(expected.time()) + ": " + failure.message());
        } else if (answer instanceof QueryResult.Success<List<Sample>> success) {
            Differences.ofSamples(expected.expected(), success.value())
                    .ifPresent(difference -> add(
                            failures,
                            expected.at(),
                            "expression at " + TestTimes.of(expected.time()) + ": expected (-), got (+)\n"
                                    + difference));
        }
    }

    private void check(RecordingExpectation expected, SimulatedGateway gateway, List<FileProblem> failures) {
        if (groups.stream()
                .noneMatch(group ->
                        group.recordings().stream().anyMatch(rule -> rule.name().equals(expected.name())))) {
            add(failures, expected.at(), "no rule of the rule files records \"" + expected.name() + "\"");
            return;
        }
        Differences.ofSamples(expected.expected(), gateway.recorded(expected.name()))
                .ifPresent(difference -> add(
                        failures,
                        expected.at(),
                        "recorded \"" + expected.name() + "\" at " + TestTimes.of(expected.time())
                                + ": expected (-), got (+)\n" + difference));
    }

    private void check(MessageExpectation expected, SimulatedGateway gateway, List<FileProblem> failures) {
        List<Message> messages = gateway.messages().stream()
                .filter(message -> message.receiver().value().equals(expected.contactPoint()))
                .toList();
        String place = "messages to \"" + expected.contactPoint() + "\" until " + TestTimes.of(expected.time()) + ": ";
        Integer count = expected.count();
        if (count != null && count != messages.size()) {
            add(failures, expected.at(), place + "expected " + count + ", got " + messages.size() + others(gateway));
        }
        boolean isTextExpected =
                !expected.contains().isEmpty() || !expected.excludes().isEmpty();
        if (messages.isEmpty()) {
            if (count == null || isTextExpected && count == 0) {
                add(failures, expected.at(), place + "there is none" + others(gateway));
            }
            return;
        }
        Message newest = messages.get(messages.size() - 1);
        String text = printer.apply(installation.contactPoint(newest.receiver()), newest);
        List<String> wrong = new ArrayList<>();
        expected.contains().stream()
                .filter(part -> !text.contains(part))
                .forEach(part -> wrong.add("it lacks \"" + part + "\""));
        expected.excludes().stream().filter(text::contains).forEach(part -> wrong.add("it contains \"" + part + "\""));
        if (!wrong.isEmpty()) {
            add(
                    failures,
                    expected.at(),
                    place + String.join("; ", wrong) + "; the newest one reads\n" + indented(text));
        }
    }

    /** Who was told instead. */
    private static String others(SimulatedGateway gateway) {
        Set<String> told = new TreeSet<>();
        gateway.messages().forEach(message -> told.add(message.receiver().value()));
        return told.isEmpty() ? "; nobody was told anything" : "; told were " + String.join(", ", told);
    }

    private static String indented(String text) {
        return "  | " + text.strip().replace("\n", "\n  | ");
    }

    private void add(List<FileProblem> failures, TextPosition at, String message) {
        failures.add(new FileProblem(file, at.line(), at.column(), message));
    }
}
