package io.tocsin.datasource.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Collects what is wrong with one file. */
final class ProblemList {

    private final String file;
    private final EnvironmentReferences environment;
    private final List<ConfigProblem> problems = new ArrayList<>();

    ProblemList(String file, EnvironmentReferences environment) {
        this.file = file;
        this.environment = environment;
    }

    void add(Node place, String message) {
        add(place.getStartMark(), message);
    }

    void add(Mark mark, String message) {
        problems.add(new ConfigProblem(file, mark.getLine() + 1, mark.getColumn() + 1, message));
    }

    void addAtStart(String message) {
        problems.add(new ConfigProblem(file, 1, 1, message));
    }

    /** The text with its environment variables; an undefined one is a problem. */
    String expand(Node place, String text) {
        return environment.expand(text, name -> add(place, "the environment variable \"" + name + "\" is not defined"));
    }

    /** In the order of the file. */
    List<ConfigProblem> problems() {
        return problems.stream()
                .sorted(Comparator.comparingInt(ConfigProblem::line).thenComparingInt(ConfigProblem::column))
                .toList();
    }
}
