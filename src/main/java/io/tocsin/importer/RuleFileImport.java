package io.tocsin.importer;

import io.tocsin.rule.ExpressionCheck;
import io.tocsin.rule.RuleFileParser;
import io.tocsin.rule.RuleFileResult;
import io.tocsin.yaml.YamlDocuments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Takes rule files of the Loki ruler and of Prometheus, whose format is Tocsin's: the text stays as it is, comments included. */
public final class RuleFileImport {

    private RuleFileImport() {}

    /** A file of the Loki ruler. @param file how remarks name the source */
    public static Imported ofLoki(String text, String file) {
        return read(text, text, file, new ExpressionCheck());
    }

    /**
     * A file of Prometheus: its groups ask the named data source.
     *
     * @param dataSource of the type prometheus in the data sources file
     */
    public static Imported ofPrometheus(String text, String file, String dataSource) {
        return read(text, withDataSource(text, file, dataSource), file, new ExpressionCheck(name -> false));
    }

    private static Imported read(String source, String target, String file, ExpressionCheck check) {
        RuleFileResult result = new RuleFileParser(check).parse(source, file);
        List<ImportRemark> remarks = new ArrayList<>();
        result.warnings()
                .forEach(warning -> remarks.add(new ImportRemark(
                        ImportRemark.RemarkKind.LOST, file, warning.line(), warning.column(), warning.text())));
        result.problems()
                .forEach(problem -> remarks.add(new ImportRemark(
                        ImportRemark.RemarkKind.LOST,
                        file,
                        problem.line(),
                        problem.column(),
                        problem.text()
                                + "; the file is written as it is, and its rules do not run until this is mended")));
        return new Imported(Map.of("rules/" + nameOf(file), target), remarks);
    }

    private static String nameOf(String file) {
        String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        return name.matches("(?i).*\\.ya?ml") ? name : name + ".yml";
    }

    /** Puts {@code datasource:} below the first field of each group that has none. */
    private static String withDataSource(String text, String file, String dataSource) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        List<NodeTuple> first = new ArrayList<>();
        for (Node document :
                YamlDocuments.readAll(YamlDocuments.withoutMark(text), new ImportRemarks(file), line -> "")) {
            groups(document).stream()
                    .filter(group -> !group.getValue().isEmpty() && find(group, "datasource") == null)
                    .forEach(group -> first.add(group.getValue().get(0)));
        }
        for (int i = first.size() - 1; i >= 0; i--) {
            Node key = first.get(i).getKeyNode();
            int line = key.getStartMark().getLine();
            String written = lines.get(line);
            String indent = " ".repeat(key.getStartMark().getColumn());
            String head = written.substring(
                    0, Math.min(written.length(), key.getStartMark().getColumn()));
            if (head.strip().equals("-") || head.isBlank()) {
                lines.set(line, head + "datasource: " + dataSource);
                lines.add(
                        line + 1, indent + written.substring(key.getStartMark().getColumn()));
            } else {
                int at = head.codePointCount(0, head.length());
                lines.set(line, written.substring(0, at) + "datasource: " + dataSource + ", " + written.substring(at));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static List<MappingNode> groups(Node document) {
        List<MappingNode> groups = new ArrayList<>();
        if (document instanceof MappingNode mapping && find(mapping, "groups") instanceof SequenceNode list) {
            list.getValue().forEach(node -> {
                if (node instanceof MappingNode group) {
                    groups.add(group);
                }
            });
        }
        return groups;
    }

    private static @org.jspecify.annotations.Nullable Node find(MappingNode mapping, String name) {
        return mapping.getValue().stream()
                .filter(entry -> entry.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(name))
                .map(NodeTuple::getValueNode)
                .findFirst()
                .orElse(null);
    }
}
