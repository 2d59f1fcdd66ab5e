package io.tocsin.logql.ast;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The labels that the series of an expression can have.
 *
 * @param open whether labels outside {@code names} are possible, since they come from streams, metadata or parsers
 * @param names the only labels that are possible; when open, the labels that are impossible
 */
public record OutputLabels(boolean open, Set<String> names) {

    static final OutputLabels ANY = new OutputLabels(true, Set.of());
    static final OutputLabels NONE = new OutputLabels(false, Set.of());

    public OutputLabels {
        names = Set.copyOf(names);
    }

    /** What the expression's series can have at most. */
    public static OutputLabels of(MetricExpr expr) {
        return expr.accept(OutputLabelsVisitor.INSTANCE);
    }

    static OutputLabels only(Collection<String> names) {
        return new OutputLabels(false, new HashSet<>(names));
    }

    /** False if no series of the expression ever has this label. */
    public boolean mayContain(String label) {
        return open != names.contains(label);
    }

    OutputLabels without(Collection<String> removed) {
        Set<String> changed = new HashSet<>(names);
        if (open) {
            changed.addAll(removed);
        } else {
            changed.removeAll(removed);
        }
        return new OutputLabels(open, changed);
    }

    OutputLabels with(Collection<String> added) {
        Set<String> changed = new HashSet<>(names);
        if (open) {
            changed.removeAll(added);
        } else {
            changed.addAll(added);
        }
        return new OutputLabels(open, changed);
    }

    /** Those of the given labels that are possible. */
    OutputLabels retain(Collection<String> retained) {
        return only(retained.stream().filter(this::mayContain).toList());
    }

    OutputLabels union(OutputLabels other) {
        if (!open) {
            return other.with(names);
        }
        if (!other.open) {
            return with(other.names);
        }
        Set<String> impossible = new HashSet<>(names);
        impossible.retainAll(other.names);
        return new OutputLabels(true, impossible);
    }
}
