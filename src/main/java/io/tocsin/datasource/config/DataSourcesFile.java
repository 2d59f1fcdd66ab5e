package io.tocsin.datasource.config;

import io.tocsin.yaml.EnvironmentLookup;
import io.tocsin.yaml.EnvironmentReferences;
import io.tocsin.yaml.ProblemList;
import io.tocsin.yaml.YamlDocuments;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
        ProblemList problems = new ProblemList(file);
        Node root = YamlDocuments.readOne(text, problems);
        ExpandedTexts texts = new ExpandedTexts(new EnvironmentReferences(environment), problems);
        List<DataSourceDefinition> definitions = root == null ? List.of() : read(root, texts);
        if (!problems.isEmpty()) {
            throw new DataSourcesFileException(problems.sorted());
        }
        return definitions;
    }

    private static List<DataSourceDefinition> read(Node root, ExpandedTexts texts) {
        return new EntryFields(root, Set.of("datasources"), texts)
                .value("datasources")
                .map(list -> readAll(list, texts))
                .orElse(List.of());
    }

    private static List<DataSourceDefinition> readAll(Node list, ExpandedTexts texts) {
        if (!(list instanceof SequenceNode sequence)) {
            texts.problems().add(list, "\"datasources\" must be a list");
            return List.of();
        }
        List<DataSourceDefinition> definitions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node entry : sequence.getValue()) {
            DataSourceEntry reader = new DataSourceEntry(entry, texts);
            reader.read().ifPresent(definition -> {
                if (!names.add(definition.name().value())) {
                    texts.problems()
                            .add(entry, "the name \"" + definition.name() + "\" is taken by another data source");
                }
                definitions.add(definition);
            });
        }
        return definitions;
    }
}
