package io.tocsin.silence;

import java.util.List;

/** A silence was not created, because its draft breaks the limits. */
public final class SilenceRejectedException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public SilenceRejectedException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence for each problem. */
    public List<String> problems() {
        return problems;
    }
}
