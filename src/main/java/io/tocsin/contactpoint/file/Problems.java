package io.tocsin.contactpoint.file;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Collects everything that is wrong with one file. */
final class Problems {

    private final String file;
    private final Function<String, @Nullable String> environment;
    private final List<ContactPointProblem> problems = new ArrayList<>();
    private String contactPoint = "";

    Problems(String file, Function<String, @Nullable String> environment) {
        this.file = file;
        this.environment = environment;
    }

    Function<String, @Nullable String> environment() {
        return environment;
    }

    /** What follows is about this contact point. */
    void enter(String name) {
        contactPoint = name;
    }

    void add(Node node, String message) {
        add(node.getStartMark(), message);
    }

    void add(@Nullable Mark mark, String message) {
        int line = mark == null ? 1 : mark.getLine() + 1;
        int column = mark == null ? 1 : mark.getColumn() + 1;
        problems.add(new ContactPointProblem(file, line, column, contactPoint, message));
    }

    List<ContactPointProblem> all() {
        return List.copyOf(problems);
    }

    int count() {
        return problems.size();
    }
}
