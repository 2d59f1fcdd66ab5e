package io.tocsin.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong in one file. */
public final class ProblemList implements Problems {

    private final String file;
    private final List<FileProblem> found = new ArrayList<>();

    /** @param file how the problems name the file */
    public ProblemList(String file) {
        this.file = file;
    }

    @Override
    public void add(TextPosition at, String message) {
        found.add(new FileProblem(file, at.line(), at.column(), message));
    }

    @Override
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** In the order of the file. */
    public List<FileProblem> sorted() {
        return found.stream()
                .sorted(Comparator.comparingInt(FileProblem::line).thenComparingInt(FileProblem::column))
                .toList();
    }
}
