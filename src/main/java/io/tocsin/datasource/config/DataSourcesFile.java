package io.tocsin.datasource.config;

import io.tocsin.yaml.EnvironmentLookup;
import io.tocsin.yaml.EnvironmentReferences;
import io.tocsin.yaml.FileProblem;
import io.tocsin.yaml.ProblemList;
import io.tocsin.yaml.YamlDocuments;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads the file that lists the data sources; reports everything that is wrong at once. What is wrong with one entry
 * disables that one only.
 */
public final class DataSourcesFile {

    private final String file;
    private final EnvironmentReferences environment;
    private final List<FileProblem> problems = new ArrayList<>();
    private final Map<String, DataSourceDefinition> definitions = new LinkedHashMap<>();
    private final Map<String, FileProblem> notUsable = new LinkedHashMap<>();
    private @Nullable String marked;

    private DataSourcesFile(String file, EnvironmentReferences environment) {
        this.file = file;
        this.environment = environment;
    }

    /**
     * What can be used of the file, and what is wrong with the rest.
     *
     * @param definitions the good entries in the order of the file, by name
     * @param notUsable the first problem of each entry that has a name and cannot be used
     * @param markedDefault the entry with {@code default: true}
     * @param problems everything, in the order of the file
     */
    public record Result(
            Map<String, DataSourceDefinition> definitions,
            Map<String, FileProblem> notUsable,
            Optional<String> markedDefault,
            List<FileProblem> problems) {

        /** Nothing can be said of single entries. */
        boolean isUnreadable() {
            return definitions.isEmpty() && notUsable.isEmpty() && !problems.isEmpty();
        }
    }

    /**
     * Reads a whole text.
     *
     * @param file the name that problems print
     * @param environment where {@code ${NAME}} is looked up; an empty variable is an undefined one
     */
    public static Result parse(String text, String file, EnvironmentLookup environment) {
        DataSourcesFile reader = new DataSourcesFile(file, new EnvironmentReferences(environment));
        reader.read(text);
        return new Result(
                reader.definitions, reader.notUsable, Optional.ofNullable(reader.marked), List.copyOf(reader.problems));
    }

    private void read(String text) {
        ProblemList whole = new ProblemList(file);
        Node root = YamlDocuments.readOne(text, whole);
        Optional<Node> list = root == null
                ? Optional.empty()
                : Optional.ofNullable(
                        YamlFields.of(root, "a data sources file", Set.of("datasources"), Map.of(), source(whole))
                                .find("datasources"));
        if (list.isPresent() && !(list.get() instanceof SequenceNode)) {
            whole.add(list.get(), "\"datasources\" must be a list");
        }
        problems.addAll(whole.sorted());
        if (list.isPresent() && list.get() instanceof SequenceNode sequence) {
            sequence.getValue().forEach(this::readEntry);
        }
    }

    private void readEntry(Node node) {
        ProblemList own = new ProblemList(file);
        DataSourceEntry entry = new DataSourceEntry(node, source(own));
        Optional<DataSourceDefinition> definition = entry.read();
        String name = definition.map(read -> read.name().value()).orElseGet(entry::name);
        if (definitions.containsKey(name) || notUsable.containsKey(name)) {
            own.add(node, "the name \"" + name + "\" is taken by another data source");
        } else if (entry.isMarkedDefault()) {
            mark(name, node, own);
        }
        problems.addAll(own.sorted());
        if (own.isEmpty() && definition.isPresent()) {
            definitions.put(name, definition.get());
        } else if (!name.isEmpty() && !definitions.containsKey(name)) {
            notUsable.putIfAbsent(name, own.sorted().get(0));
        }
    }

    private void mark(String name, Node node, ProblemList own) {
        if (marked == null) {
            marked = name;
        } else {
            own.add(node, "\"default: true\" is given to \"" + marked + "\" already");
        }
    }

    private YamlSource source(ProblemList list) {
        return new YamlSource(list, environment, null);
    }
}
