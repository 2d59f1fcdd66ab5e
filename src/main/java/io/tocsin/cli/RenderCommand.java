package io.tocsin.cli;

import io.tocsin.check.FileKind;
import io.tocsin.check.SourceFile;
import io.tocsin.check.SourceFiles;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.message.Message;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.ContactPointName;
import io.tocsin.rule.RuleFile;
import io.tocsin.rule.RuleFileParser;
import io.tocsin.rule.RuleFileResult;
import io.tocsin.rule.RuleGroup;
import io.tocsin.ruletest.Destinations;
import io.tocsin.ruletest.SampleMessages;
import io.tocsin.yaml.FileProblem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** {@code tocsin render}: the message that an alert would be. */
@Command(
        name = "render",
        mixinStandardHelpOptions = true,
        description = "Print the messages that an alert of a rule would be; nothing is asked and nothing is sent.")
final class RenderCommand extends ConfiguredCommand {

    @Parameters(index = "0", paramLabel = "ALERT", description = "The name of a rule.")
    private String alert = "";

    @Parameters(index = "1..*", paramLabel = "NAME=VALUE", description = "The labels of the series.")
    private List<String> labels = List.of();

    @Option(names = "--rules", paramLabel = "FILE", description = "Default: the files that the server would read.")
    private List<Path> rules = List.of();

    @Option(names = "--value", paramLabel = "NUMBER", description = "What the expression yields. Default: 1.")
    private double value = 1;

    @Option(names = "--line", paramLabel = "TEXT", description = "A log line behind the alert.")
    private List<String> lines = List.of();

    @Option(names = "--resolved", description = "The message that says that it has ended.")
    private boolean isResolved;

    @Option(
            names = "--contact-point",
            paramLabel = "NAME",
            description = "As this one would show it, wherever the policies lead.")
    private @Nullable String contactPoint;

    @Option(names = "--json", description = "Only what the chat would be sent.")
    private boolean isJson;

    @Option(names = "--output", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}. Default: text.")
    private AnsweringCommand.AnswerFormat output = AnsweringCommand.AnswerFormat.TEXT;

    /** A rule and its group. */
    private record NamedRule(RuleGroup group, AlertRule rule) {}

    @Override
    public Integer call() {
        CommandSettings environment = settings();
        NamedRule found = find(environment);
        if (found.rule().watches().isPresent()) {
            throw new CommandFailedException(
                    "\"" + alert + "\" watches for absence, and has no value that could be given; write a test for it");
        }
        List<FileProblem> problems = new ArrayList<>();
        Destinations destinations = environment.destinationsReader().read(problems);
        if (!problems.isEmpty()) {
            throw new CommandFailedException(problems.get(0).toString());
        }
        List<Message> messages = SampleMessages.of(
                found.group(),
                found.rule(),
                new Sample(Labels.of(labels(labels)), value),
                lines,
                isResolved,
                destinations);
        if (messages.isEmpty()) {
            err().println("tocsin: there is no message: the value does not make the rule fire, or"
                    + " the policies hold it back for more than a day");
            return ExitCodes.FOUND;
        }
        print(messages, destinations);
        return ExitCodes.FINE;
    }

    private void print(List<Message> messages, Destinations destinations) {
        MessagePrinter printer = new MessagePrinter();
        PrintWriter out = out();
        String wanted = contactPoint;
        ArrayNode answer = JsonMapper.shared().createArrayNode();
        for (Message message : wanted == null ? messages : messages.subList(0, 1)) {
            ContactPoint target =
                    destinations.contactPoint(wanted == null ? message.receiver() : new ContactPointName(wanted));
            if (isJson) {
                out.println(printer.json(target, message));
            } else if (output == AnsweringCommand.AnswerFormat.JSON) {
                answer.addObject()
                        .put("contactPoint", target.name().value())
                        .put("type", target.kind().word())
                        .put("text", printer.text(target, message))
                        .set("payload", JsonMapper.shared().readTree(printer.json(target, message)));
            } else {
                out.println("to " + target.name() + " (" + target.kind().name().toLowerCase(Locale.ROOT) + "):");
                out.println(printer.text(target, message).indent(2).stripTrailing());
            }
        }
        if (!isJson && output == AnsweringCommand.AnswerFormat.JSON) {
            out.println(answer.toPrettyString());
        }
    }

    private NamedRule find(CommandSettings environment) {
        List<Path> places = rules.isEmpty() ? List.of(environment.rulesDir()) : rules;
        RuleFileParser parser = new RuleFileParser();
        List<String> broken = new ArrayList<>();
        for (SourceFile file : SourceFiles.of(places, environment.rulesDir()).files()) {
            if (file.kind() == FileKind.RULES) {
                RuleFileResult read = parser.parse(file.text(), file.name());
                read.problems().stream().limit(1).forEach(problem -> broken.add(problem.toString()));
                for (RuleGroup group : read.ruleFile().map(RuleFile::groups).orElse(List.of())) {
                    for (AlertRule rule : group.rules()) {
                        if (rule.name().equals(alert)) {
                            return new NamedRule(group, rule);
                        }
                    }
                }
            }
        }
        throw new CommandFailedException("no rule of " + places + " is called \"" + alert + "\""
                + (broken.isEmpty() ? "" : "; files that cannot be read: " + String.join("; ", broken)));
    }
}
