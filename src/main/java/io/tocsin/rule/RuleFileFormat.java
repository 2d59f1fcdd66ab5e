package io.tocsin.rule;

import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.yaml.ProblemList;
import io.tocsin.yaml.YamlDocuments;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Writes a rule file uniformly: queries of one line as Loki prints them, no blanks at the end of lines, one blank line at
 * most, one line end at the end. Comments, the order of fields and texts of several lines stay as they are; the rules mean the
 * same as before.
 */
public final class RuleFileFormat {

    private static final Set<String> QUERIES = Set.of("expr", "query", "selector");

    private final List<String> lines;
    /** Lines inside of texts, whose blanks mean something. */
    private final Set<Integer> textLines = new HashSet<>();

    private final List<ScalarNode> queries = new ArrayList<>();

    private RuleFileFormat(String text) {
        this.lines = new ArrayList<>(text.lines().toList());
    }

    /**
     * The same file, formatted; formatting it again changes nothing.
     *
     * @param file how the problem names it
     * @throws RuleFormatException when it is no YAML
     */
    public static String format(String text, String file) {
        String source = YamlDocuments.withoutMark(text).replace("\r\n", "\n");
        ProblemList problems = new ProblemList(file);
        List<Node> documents = YamlDocuments.readAll(source, problems, line -> "");
        if (!problems.isEmpty()) {
            throw new RuleFormatException(
                    problems.sorted().stream().map(Object::toString).collect(Collectors.joining("\n")));
        }
        RuleFileFormat format = new RuleFileFormat(source);
        documents.forEach(node -> format.collect(node, new HashSet<>()));
        format.queries.forEach(format::printQuery);
        return format.text();
    }

    /** @param seen what an alias repeats stands in the text once */
    private void collect(Node node, Set<Node> seen) {
        if (!seen.add(node)) {
            return;
        }
        if (node instanceof ScalarNode scalar) {
            markText(scalar);
        } else if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> collect(item, seen));
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                boolean isNew = !seen.contains(entry.getValueNode());
                collect(entry.getValueNode(), seen);
                if (isNew
                        && entry.getKeyNode() instanceof ScalarNode key
                        && entry.getValueNode() instanceof ScalarNode value
                        && QUERIES.contains(key.getValue())) {
                    queries.add(value);
                }
            }
        }
    }

    private void markText(ScalarNode scalar) {
        int end = scalar.getEndMark().getLine() + (scalar.getEndMark().getColumn() > 0 ? 1 : 0);
        for (int line = scalar.getStartMark().getLine() + (isBlock(scalar) ? 1 : 0);
                line < end && end > scalar.getStartMark().getLine() + 1;
                line++) {
            textLines.add(line);
        }
    }

    private static boolean isBlock(ScalarNode scalar) {
        return scalar.getScalarStyle() == ScalarStyle.LITERAL || scalar.getScalarStyle() == ScalarStyle.FOLDED;
    }

    /** Only where the query stands in one line and without quotes or in single ones: others have escapes of their own. */
    private void printQuery(ScalarNode query) {
        int line = query.getStartMark().getLine();
        boolean isQuoted = query.getScalarStyle() == ScalarStyle.SINGLE_QUOTED;
        if (query.getEndMark().getLine() != line
                || (!isQuoted && query.getScalarStyle() != ScalarStyle.PLAIN)
                || query.getValue().contains("#")) {
            return;
        }
        String printed = printed(query.getValue());
        String written = isQuoted ? "'" + printed.replace("'", "''") + "'" : printed;
        if (!isQuoted && !isPlain(printed, query)) {
            return;
        }
        String source = lines.get(line);
        int start = source.offsetByCodePoints(0, query.getStartMark().getColumn());
        int end = source.offsetByCodePoints(0, query.getEndMark().getColumn());
        lines.set(line, source.substring(0, start) + written + source.substring(end));
    }

    private static String printed(String query) {
        try {
            return new LogqlParser().parse(query).toString();
        } catch (LogqlSyntaxException e) {
            return query;
        }
    }

    /** Whether it reads back as the same text without quotes. */
    private static boolean isPlain(String text, ScalarNode at) {
        List<Node> read = YamlDocuments.readAll("expr: " + text, new ProblemList(""), line -> "");
        boolean isInFlow = at.getStartMark().getColumn() > 0 && text.contains(",");
        return !isInFlow
                && read.size() == 1
                && read.get(0) instanceof MappingNode mapping
                && mapping.getValue().get(0).getValueNode() instanceof ScalarNode scalar
                && scalar.getValue().equals(text);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        boolean wasBlank = true;
        for (int i = 0; i < lines.size(); i++) {
            boolean isText = textLines.contains(i);
            String line = isText ? lines.get(i) : lines.get(i).stripTrailing();
            boolean isBlank = !isText && line.isBlank();
            if (!isBlank || !wasBlank) {
                text.append(line).append('\n');
            }
            wasBlank = isBlank;
        }
        return text.toString().stripTrailing() + "\n";
    }
}
