package io.tocsin.datasource.config;

import io.tocsin.yaml.FileProblem;
import java.util.List;
import java.util.stream.Collectors;

/** The data sources file cannot be used; the message lists all its problems, one per line. */
public final class DataSourcesFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<FileProblem> problems;

    public DataSourcesFileException(List<FileProblem> problems) {
        super(problems.stream().map(FileProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<FileProblem> problems() {
        return problems;
    }
}
