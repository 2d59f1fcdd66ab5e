package io.tocsin.contactpoint.file;

import io.tocsin.yaml.Problems;
import io.tocsin.yaml.TextPosition;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** Collects everything that is wrong with one file. */
final class ContactPointProblems implements Problems {

    private final String file;
    private final List<ContactPointProblem> problems = new ArrayList<>();
    private String contactPoint = "";
    private int disabling;

    ContactPointProblems(String file) {
        this.file = file;
    }

    /** What follows is about this contact point. */
    void enter(String name) {
        contactPoint = name;
    }

    @Override
    public void add(TextPosition at, String message) {
        disabling++;
        addHarmless(at, message);
    }

    /** Something wrong that leaves the contact point usable. */
    void addHarmless(Node node, String message) {
        addHarmless(TextPosition.of(node), message);
    }

    /** How many problems so far leave their contact point unusable. */
    int disabling() {
        return disabling;
    }

    private void addHarmless(TextPosition at, String message) {
        problems.add(new ContactPointProblem(file, at.line(), at.column(), contactPoint, message));
    }

    @Override
    public boolean isEmpty() {
        return problems.isEmpty();
    }

    List<ContactPointProblem> all() {
        return List.copyOf(problems);
    }
}
