package io.tocsin.cli;

import io.tocsin.check.Finding;
import io.tocsin.cli.report.CommandReport;
import io.tocsin.cli.report.OutputFormat;
import io.tocsin.cli.report.ReportWriter;
import io.tocsin.label.Labels;
import io.tocsin.notification.NotificationRoute;
import io.tocsin.notification.Policies;
import io.tocsin.rule.ContactPointName;
import io.tocsin.rule.lint.LintSeverity;
import io.tocsin.ruletest.Destinations;
import io.tocsin.ruletest.DestinationsReader;
import io.tocsin.text.go.PrometheusDuration;
import io.tocsin.yaml.FileProblem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code tocsin route}: which contact points a label set reaches, why and when. */
@Command(
        name = "route",
        mixinStandardHelpOptions = true,
        description = "Say which contact points an alert with these labels reaches, by which policy and when.")
final class RouteCommand extends ConfiguredCommand {

    @Parameters(arity = "0..*", paramLabel = "NAME=VALUE", description = "The labels of the alert.")
    private List<String> labels = List.of();

    @Option(names = "--policies", paramLabel = "FILE", description = "Default: the file that the server would read.")
    private @Nullable Path policies;

    @Option(
            names = "--rule-contact-point",
            paramLabel = "NAME",
            description = "A contact point that the rule itself names; it replaces those of the policies.")
    private List<String> ruleContactPoints = List.of();

    @Option(names = "--at", paramLabel = "TIME", description = "As in 2026-11-21T22:00:00Z. Default: now.")
    private @Nullable Instant at;

    @Option(
            names = "--verify",
            paramLabel = "NAMES",
            split = ",",
            description = "Exit with 1 unless exactly these contact points are reached, in this order.")
    private List<String> expected = List.of();

    @Option(names = "--output", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}. Default: text.")
    private AnsweringCommand.AnswerFormat output = AnsweringCommand.AnswerFormat.TEXT;

    @Override
    public Integer call() {
        CommandSettings environment = settings();
        DestinationsReader reader = environment.destinationsReader();
        Path file = policies;
        if (file != null && !Files.isRegularFile(file)) {
            throw new CommandFailedException("there is no file " + file);
        }
        List<FileProblem> problems = new ArrayList<>();
        Destinations installation = (file == null ? reader : reader.withPolicies(file)).read(problems);
        if (!problems.isEmpty()) {
            tell(problems, environment);
            return ExitCodes.FOUND;
        }
        List<NotificationRoute> routes = installation
                .policies()
                .tree()
                .route(
                        Labels.of(labels(labels)),
                        ruleContactPoints.stream().map(ContactPointName::new).toList());
        Instant now = at == null ? Instant.now() : at;
        if (output == AnsweringCommand.AnswerFormat.JSON) {
            out().println(json(routes, installation.policies(), now));
        } else {
            routes.forEach(route -> print(route, installation.policies(), now));
        }
        return isAsExpected(routes) ? ExitCodes.FINE : ExitCodes.FOUND;
    }

    private boolean isAsExpected(List<NotificationRoute> routes) {
        List<String> reached =
                routes.stream().map(route -> route.key().receiver().value()).toList();
        boolean isAsExpected = expected.isEmpty() || reached.equals(expected);
        if (!isAsExpected) {
            err().println("tocsin: expected " + String.join(", ", expected) + ", reached "
                    + String.join(", ", reached));
        }
        return isAsExpected;
    }

    private void tell(List<FileProblem> problems, CommandSettings environment) {
        List<Finding> findings = problems.stream()
                .map(problem -> new Finding(
                        problem.file(),
                        problem.line(),
                        problem.column(),
                        LintSeverity.ERROR,
                        "policies",
                        problem.message()))
                .toList();
        CommandReport report = new CommandReport(
                "route",
                List.of(new CommandReport.FileReport(
                        problems.get(0).file(), List.of(new CommandReport.CaseReport("route", 0, findings)))),
                LintSeverity.ERROR,
                RouteCommand::text);
        err().print(ReportWriter.of(OutputFormat.TEXT, environment.isColored()).write(report));
    }

    private static @Nullable String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            return null;
        }
    }

    private void print(NotificationRoute route, Policies read, Instant now) {
        PrintWriter out = out();
        out.println(route.key().receiver());
        out.println("  policy  " + route.key().policyPath());
        out.println("  group   " + route.key().groupLabels());
        out.println("  timing  first message after " + time(route.timings().groupWait()) + ", changes every "
                + time(route.timings().groupInterval()) + ", repeated after "
                + time(route.timings().repeatInterval()));
        read.heldUntil(route.key().policyPath(), now)
                .ifPresent(until -> out.println("  held    by a time interval, at least until " + until));
    }

    private static String json(List<NotificationRoute> routes, Policies read, Instant now) {
        List<Map<String, Object>> ways = new ArrayList<>();
        for (NotificationRoute route : routes) {
            Map<String, Object> way = new LinkedHashMap<>();
            way.put("contactPoint", route.key().receiver().value());
            way.put("policy", route.key().policyPath());
            way.put("groupLabels", route.key().groupLabels().toString());
            way.put("groupWait", time(route.timings().groupWait()));
            way.put("groupInterval", time(route.timings().groupInterval()));
            way.put("repeatInterval", time(route.timings().repeatInterval()));
            way.put(
                    "heldUntil",
                    read.heldUntil(route.key().policyPath(), now)
                            .map(Instant::toString)
                            .orElse(null));
            ways.add(way);
        }
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(ways);
    }

    private static String time(java.time.Duration duration) {
        return PrometheusDuration.format(duration);
    }
}
