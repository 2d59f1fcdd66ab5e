package io.tocsin.rule;

import io.tocsin.yaml.TextPosition;
import io.tocsin.yaml.YamlDocuments;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlNodes;
import io.tocsin.yaml.YamlSource;
import io.tocsin.yaml.YamlText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads rule files in the format of Prometheus and the Loki ruler, and reports everything that is wrong with them. */
public final class RuleFileParser {

    /** Every field at the top of a file; {@code namespace} is lokitool's. */
    static final Set<String> FIELDS = Set.of("groups", "namespace");

    /** Anchors can repeat rules cheaply in the text, but not in the scheduler. */
    private static final int MAX_RULES = 10_000;

    private static final String IN_KUBERNETES =
            "this looks like a Kubernetes object; a rule file holds only what stands under its \"spec:\"";
    private static final String IS_TEST = "this looks like a file of rule tests; keep it outside the rules directory";
    private static final Map<String, String> HINTS = Map.of(
            "rule_files", IS_TEST,
            "tests", IS_TEST,
            "evaluation_interval", IS_TEST,
            "apiVersion", IN_KUBERNETES,
            "kind", IN_KUBERNETES,
            "metadata", IN_KUBERNETES,
            "spec", IN_KUBERNETES,
            "rules", "rules stand in a group, under \"groups:\"",
            "group", "groups stand in a list, under \"groups:\"");

    private static final Pattern BARE_CONDITION = Pattern.compile("\\s*(?:- )?\\s*condition:\\s*[>!|&*%@].*");

    private final ExpressionCheck check;
    private final KnownNames.NameSource names;
    private final Duration defaultInterval;

    /** A parser that checks expressions as LogQL. */
    public RuleFileParser() {
        this(new ExpressionCheck());
    }

    /** A parser that accepts every name of a data source and a contact point. */
    public RuleFileParser(ExpressionCheck check) {
        this(check, () -> KnownNames.ANY);
    }

    public RuleFileParser(ExpressionCheck check, KnownNames.NameSource names) {
        this(check, names, RuleGroup.DEFAULT_INTERVAL);
    }

    private RuleFileParser(ExpressionCheck check, KnownNames.NameSource names, Duration defaultInterval) {
        this.check = check;
        this.names = names;
        this.defaultInterval = defaultInterval;
    }

    /** The same parser with another interval for groups that have none. */
    public RuleFileParser withDefaultInterval(Duration interval) {
        return new RuleFileParser(check, names, interval);
    }

    /** What the names in a file would be compared with now; other names can mean other warnings. */
    public KnownNames knownNames() {
        return names.current();
    }

    /**
     * Reads the text of one file.
     *
     * @param file the path to show in problems and to take as part of the groups' identity
     */
    public RuleFileResult parse(String text, String file) {
        String withoutMark = YamlDocuments.withoutMark(text);
        ProblemLog log = new ProblemLog(file);
        List<RuleGroup> groups = new ArrayList<>();
        read(withoutMark, file, log, groups);
        int rules = groups.stream().mapToInt(group -> group.rules().size()).sum();
        if (rules > MAX_RULES) {
            log.add(TextPosition.START, "the file has " + rules + " rules; the most is " + MAX_RULES);
        }
        RuleFile ruleFile = log.isEmpty() ? new RuleFile(file, groups, () -> sources(withoutMark, file)) : null;
        return new RuleFileResult(ruleFile, log.problems(), log.warnings());
    }

    private GroupReader read(String text, String file, ProblemLog log, List<RuleGroup> groups) {
        YamlSource source = new YamlSource(log, null, new YamlText(text));
        GroupReader reader =
                new GroupReader(file, source, new GroupReader.Checks(check, names.current(), defaultInterval), log);
        for (Node document : YamlDocuments.readAll(text, log, RuleFileParser::hint)) {
            groups(document, reader, source, groups);
        }
        return reader;
    }

    private Map<RuleKey, RuleSource> sources(String text, String file) {
        return read(text, file, new ProblemLog(file), new ArrayList<>()).sources();
    }

    /** The mistake that rule files invite. */
    private static String hint(String line) {
        return BARE_CONDITION.matcher(line).matches() ? "put the condition in quotes: condition: \"> 0\"" : "";
    }

    private static void groups(Node document, GroupReader reader, YamlSource source, List<RuleGroup> groups) {
        if (YamlNodes.isNull(document)) {
            return;
        }
        if (!(document instanceof MappingNode mapping)) {
            source.problems()
                    .add(document, "a rule file starts with \"groups:\"; this is " + YamlNodes.kindOf(document));
            return;
        }
        YamlFields fields = YamlFields.of(mapping, "a rule file", source);
        fields.rejectUnknown("a rule file", FIELDS, HINTS);
        fields.scalar("namespace");
        if (!fields.has("groups") && source.problems().isEmpty()) {
            source.problems().add(mapping, "a rule file needs \"groups:\"");
        }
        for (Node node : fields.list("groups")) {
            RuleGroup group = reader.read(node);
            if (group != null) {
                groups.add(group);
            }
        }
    }
}
