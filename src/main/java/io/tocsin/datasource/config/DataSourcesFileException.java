package io.tocsin.datasource.config;

import java.util.List;
import java.util.stream.Collectors;

/** The data sources file cannot be used; the message lists all its problems, one per line. */
public final class DataSourcesFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    public DataSourcesFileException(List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<ConfigProblem> problems() {
        return problems;
    }
}
