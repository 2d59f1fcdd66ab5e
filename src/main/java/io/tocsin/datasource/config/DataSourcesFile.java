package io.tocsin.datasource.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the file that lists the data sources. */
public final class DataSourcesFile {

    private DataSourcesFile() {}

    /**
     * The data sources in the order of the file; an empty file has none.
     *
     * @param file the name that problems print
     * @param environment where {@code ${NAME}} is looked up
     * @throws DataSourcesFileException with all problems of the file
     */
    public static List<DataSourceDefinition> parse(String text, String file, EnvironmentLookup environment) {
        ProblemList problems = new ProblemList(file, new EnvironmentReferences(environment));
        List<DataSourceDefinition> definitions = read(text, problems);
        if (!problems.problems().isEmpty()) {
            throw new DataSourcesFileException(problems.problems());
        }
        return definitions;
    }

    private static List<DataSourceDefinition> read(String text, ProblemList problems) {
        Node root;
        try {
            root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            problems.add(e.getProblemMark(), "not valid YAML: " + e.getProblem());
            return List.of();
        } catch (YAMLException e) {
            problems.addAtStart("not valid YAML: " + e.getMessage());
            return List.of();
        }
        if (root == null) {
            return List.of();
        }
        return new YamlFields(root, Set.of("datasources"), problems)
                .value("datasources")
                .map(list -> readAll(list, problems))
                .orElse(List.of());
    }

    private static List<DataSourceDefinition> readAll(Node list, ProblemList problems) {
        if (!(list instanceof SequenceNode sequence)) {
            problems.add(list, "\"datasources\" must be a list");
            return List.of();
        }
        List<DataSourceDefinition> definitions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node entry : sequence.getValue()) {
            DataSourceEntry reader = new DataSourceEntry(entry, problems);
            reader.read().ifPresent(definition -> {
                if (!names.add(definition.name().value())) {
                    problems.add(entry, "the name \"" + definition.name() + "\" is taken by another data source");
                }
                definitions.add(definition);
            });
        }
        return definitions;
    }
}
