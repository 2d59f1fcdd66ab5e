package io.tocsin.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code tocsin train}: does a little of what other commands do, so that an archive of classes made of this process holds
 * theirs; the start script calls it.
 */
@Command(name = Commands.TRAIN, hidden = true, description = "Load what commands need, for an archive of classes.")
final class TrainingCommand implements Callable<Integer> {

    private static final String RULES = """
            groups:
              - name: g
                rules:
                  - alert: A
                    expr: sum by (job) (count_over_time({job="a"} |= "ERROR" | json | status >= 500 [5m])) > 0
                    annotations: {summary: '{{ $labels.job }}: {{ $value }}', description: '{{value}}'}
            """;
    private static final String TESTS = """
            rule_files: [rules.yml]
            tests:
              - name: t
                input: [{stream: '{job="a"}', lines: [{at: 1m, line: '{"m": "ERROR", "status": 503}'}]}]
                alert_rule_test: [{eval_time: 2m, alertname: A, exp_alerts: [{exp_labels: {job: a}}]}]
                message_test: [{eval_time: 3m, contact_point: inbox, contains: [a]}]
            """;
    private static final String ALERTMANAGER = """
            route: {receiver: a}
            receivers: [{name: a, slack_configs: [{api_url: x, text: '{{ .Status }}'}]}]
            """;

    @Override
    public Integer call() throws IOException {
        Path directory = Files.createTempDirectory("tocsin");
        Path rules = Files.writeString(directory.resolve("rules.yml"), RULES);
        Path tests = Files.writeString(directory.resolve("tests.yml"), TESTS);
        Path alertmanager = Files.writeString(directory.resolve("alertmanager.yml"), ALERTMANAGER);
        List<String[]> commands = List.of(
                new String[] {"check", rules.toString(), tests.toString()},
                new String[] {"check", "--output", "json", rules.toString()},
                new String[] {"fmt", "--check", rules.toString()},
                new String[] {"test", tests.toString()},
                new String[] {"route", "job=a"},
                new String[] {"render", "A", "job=a"},
                new String[] {"logql", "fmt", "sum(rate({a=\"b\"}[1m]))"},
                new String[] {
                    "import",
                    "alertmanager",
                    alertmanager.toString(),
                    "--out",
                    directory.resolve("out").toString()
                },
                new String[] {"alert", "--url", "http://127.0.0.1:1"},
                new String[] {"--help"});
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        CommandSettings settings = new CommandSettings(name -> null, directory, false);
        commands.forEach(arguments -> Commands.run(arguments, nowhere, nowhere, settings));
        return ExitCodes.FINE;
    }
}
