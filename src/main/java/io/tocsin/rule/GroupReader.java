package io.tocsin.rule;

import io.tocsin.rule.RuleReader.GroupContext;
import io.tocsin.rule.RuleReader.SourcedRule;
import io.tocsin.template.TextTemplate;
import io.tocsin.text.go.PrometheusDuration;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlNodes;
import io.tocsin.yaml.YamlSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads one entry of {@code groups}. */
final class GroupReader {

    /** Every field of a group; the last two are other rulers' and change nothing here. */
    static final Set<String> FIELDS = Set.of(
            "name",
            "interval",
            "query_offset",
            "limit",
            "labels",
            "datasource",
            "late_recheck",
            "on_push",
            "tail",
            "incremental",
            "share_slot",
            "rules",
            "source_tenants",
            "remote_write");

    private static final Set<String> IGNORED = Set.of("source_tenants", "remote_write");
    private static final String DEFAULT_DATA_SOURCE = "default";
    private static final Map<String, String> HINTS = Map.of(
            "evaluation_delay", "its newer name is \"query_offset\"",
            "expr", "a query is a field of a rule, under \"rules\"",
            "alert", "alerts stand under \"rules\"",
            "for", "\"for\" is a field of a rule",
            "annotations", "annotations are fields of a rule");

    private final String file;
    private final YamlSource source;
    private final Checks checks;
    private final ProblemLog log;
    private final Map<String, Integer> lineByName = new HashMap<>();
    private final List<SourcedRule> read = new ArrayList<>();
    private final RepeatedParts repeated = new RepeatedParts();

    /** What the values of fields are compared with, and the interval of groups that have none. */
    record Checks(ExpressionCheck expressions, KnownNames names, Duration defaultInterval) {}

    GroupReader(String file, YamlSource source, Checks checks, ProblemLog log) {
        this.file = file;
        this.source = source;
        this.checks = checks;
        this.log = log;
    }

    /** Where the rules read so far were written. */
    Map<RuleKey, RuleSource> sources() {
        Map<RuleKey, RuleSource> sources = new HashMap<>();
        read.forEach(rule -> sources.put(rule.rule().key(), rule.source()));
        return sources;
    }

    @Nullable
    RuleGroup read(Node node) {
        if (!(node instanceof MappingNode mapping)) {
            log.add(node, "a group must be a mapping that starts with \"name: NAME\", not " + YamlNodes.kindOf(node));
            return null;
        }
        String name = YamlFields.of(mapping, "a group", source.with(new ProblemLog(file)))
                .text("name", "")
                .strip();
        ProblemLog groupLog = log.inGroup(name.isBlank() ? null : name);
        YamlFields fields = YamlFields.of(mapping, "a group", source.with(groupLog));
        fields.rejectUnknown("a group", FIELDS, HINTS);
        checkName(fields, name, groupLog);
        IGNORED.forEach(field -> {
            Node value = fields.find(field);
            if (value != null) {
                groupLog.warning(value, "\"" + field + "\" has no effect here and is ignored");
            }
        });
        return read(fields, name, groupLog);
    }

    private void checkName(YamlFields fields, String name, ProblemLog groupLog) {
        Node at = fields.find("name");
        if (name.isBlank() || at == null) {
            groupLog.add(at == null ? fields.node() : at, "a group needs a name: name: NAME");
            fields.scalar("name");
            return;
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            groupLog.add(at, "a group's name must be one line of text");
        }
        Integer first = lineByName.putIfAbsent(name, at.getStartMark().getLine() + 1);
        if (first != null) {
            groupLog.add(
                    at,
                    "the group \"" + name + "\" is already in this file, on line " + first
                            + "; names of groups must differ");
        }
    }

    private RuleGroup read(YamlFields fields, String name, ProblemLog groupLog) {
        Duration interval = interval(fields);
        Duration queryOffset = fields.duration("query_offset");
        int limit = fields.integer("limit", 0, 0, Integer.MAX_VALUE);
        String dataSource = dataSource(fields, groupLog);
        SortedMap<String, TextTemplate> labels = new LabelReader(groupLog, repeated).labels(fields);
        GroupKey key = new GroupKey(file, name);
        RuleGroup.GroupOptions options = new RuleGroup.GroupOptions(
                fields.flag("late_recheck", false),
                fields.flag("on_push", false),
                fields.flag("tail", false),
                fields.flag("share_slot", false),
                fields.flag("incremental", false));
        GroupContext context = new GroupContext(key, interval, dataSource, labels, repeated);
        List<RecordingRule> recordings = new ArrayList<>();
        List<AlertRule> rules = rules(fields, context, recordings, groupLog);
        return new RuleGroup(key, interval, queryOffset, limit, context.dataSource(), options, rules, recordings);
    }

    private String dataSource(YamlFields fields, ProblemLog groupLog) {
        String written = fields.text("datasource", "").strip();
        String name = written.isEmpty() ? DEFAULT_DATA_SOURCE : written;
        if (!checks.names().hasDataSource(name)) {
            groupLog.add(
                    fields.place("datasource"),
                    written.isEmpty()
                            ? "datasource: the group names none, and none of the data sources "
                                    + KnownNames.list(checks.names().dataSources())
                                    + " is the default one; write datasource: NAME here, or default: true there"
                            : "datasource: there is no data source \"" + name + "\"; the data sources are "
                                    + KnownNames.list(checks.names().dataSources()));
        }
        return name;
    }

    /** Zero means the default, as in Prometheus. */
    private Duration interval(YamlFields fields) {
        Duration interval = fields.value("interval", value -> {
            Duration duration = PrometheusDuration.parse(value);
            if (!duration.isZero() && duration.compareTo(RuleGroup.MIN_INTERVAL) < 0) {
                throw new IllegalArgumentException("\"" + value + "\" is too short; the least is 1s");
            }
            return duration;
        });
        return interval == null || interval.isZero() ? checks.defaultInterval() : interval;
    }

    private List<AlertRule> rules(
            YamlFields fields, GroupContext context, List<RecordingRule> recordings, ProblemLog groupLog) {
        List<AlertRule> rules = new ArrayList<>();
        Map<RuleKey, Integer> lines = new HashMap<>();
        RuleReader reader = new RuleReader(context, source, checks, groupLog);
        RecordingReader recordingReader = new RecordingReader(context, source, checks.expressions(), groupLog);
        for (Node node : fields.list("rules")) {
            if (RecordingReader.isRecording(node)) {
                RecordingRule recording = recordingReader.read(node);
                if (recording != null) {
                    recordings.add(recording);
                }
                continue;
            }
            SourcedRule read = reader.read(node);
            if (read == null) {
                continue;
            }
            AlertRule rule = read.rule();
            Integer first = lines.putIfAbsent(rule.key(), rule.line());
            if (first != null) {
                groupLog.inRule(rule.name())
                        .add(
                                node,
                                "the rule \"" + rule.name() + "\" is already in this group with the same labels,"
                                        + " on line " + first + "; give one of them another name or label");
            }
            rules.add(rule);
            this.read.add(read);
        }
        return rules;
    }
}
