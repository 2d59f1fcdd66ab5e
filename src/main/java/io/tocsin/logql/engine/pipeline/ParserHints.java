package io.tocsin.logql.engine.pipeline;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which labels a query needs, so that parsers can leave out the rest. It is more than a way to be fast: a parser that
 * stops early does not see an error later in the line, and Loki's answers depend on that.
 */
final class ParserHints {

    static final String DUPLICATE_SUFFIX = "_extracted";

    private final boolean noLabels;
    private final Set<String> required;
    private final boolean preservesError;
    private final Set<String> extracted = new HashSet<>();

    private ParserHints(boolean noLabels, Set<String> required) {
        this.noLabels = noLabels;
        this.required = required;
        this.preservesError = required.contains(LabelsBuilder.ERROR);
    }

    /** Everything is needed. */
    static ParserHints none() {
        return new ParserHints(false, Set.of());
    }

    /**
     * @param used labels that stages and unwrap read
     * @param grouping how the samples are grouped
     */
    static ParserHints of(Collection<String> used, SampleGrouping grouping) {
        Set<String> names = new LinkedHashSet<>();
        used.forEach(name -> add(names, name));
        grouping.labels().forEach(name -> add(names, name));
        if (grouping.noLabels()) {
            return new ParserHints(names.isEmpty(), names);
        }
        return grouping.without() || grouping.labels().isEmpty() ? none() : new ParserHints(false, names);
    }

    private static void add(Set<String> names, String name) {
        if (name.isEmpty()) {
            return;
        }
        names.add(name);
        if (name.endsWith(DUPLICATE_SUFFIX) && name.length() > DUPLICATE_SUFFIX.length()) {
            names.add(name.substring(0, name.length() - DUPLICATE_SUFFIX.length()));
        }
    }

    void reset() {
        if (!extracted.isEmpty()) {
            extracted.clear();
        }
    }

    boolean wasExtracted(String name) {
        return extracted.contains(name);
    }

    void recordExtracted(String name) {
        extracted.add(name);
    }

    boolean shouldExtract(String name) {
        return required.isEmpty() || required.contains(name);
    }

    boolean shouldExtractPrefix(String prefix) {
        return required.isEmpty() || required.stream().anyMatch(name -> name.startsWith(prefix));
    }

    /** Whether a parser has nothing (more) to do. */
    boolean needsNoLabels() {
        return noLabels || hasAllRequired();
    }

    boolean hasAllRequired() {
        return !required.isEmpty() && extracted.size() >= required.size() && extracted.containsAll(required);
    }

    /** Whether the query groups by or matches {@code __error__}, so that errors are data and not failures. */
    boolean preservesError() {
        return preservesError;
    }
}
