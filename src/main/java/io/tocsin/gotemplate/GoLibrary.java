package io.tocsin.gotemplate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What files of Go templates define, for all texts of messages: Alertmanager's {@code templates:}. Immutable; two libraries
 * of the same files are equal.
 */
public final class GoLibrary {

    public static final GoLibrary EMPTY = new GoLibrary(new TreeMap<>());

    private final SortedMap<String, String> sources;
    private final Map<String, GoTemplate> owners = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private GoLibrary(SortedMap<String, String> sources) {
        this.sources = sources;
        List<GoTemplate> files = new ArrayList<>();
        sources.forEach((name, source) -> {
            try {
                GoTemplate file = GoTemplate.parseFile(name, source, this);
                files.add(file);
                file.definitions().keySet().forEach(definition -> owners.put(definition, file));
            } catch (GoTemplateException e) {
                problems.add(String.valueOf(e.getMessage()).replaceFirst("^template: ", ""));
            }
        });
        files.forEach(this::inspect);
    }

    /**
     * The definitions of all files; of two of one name, the one of the last file counts. A file that is no template is left
     * out, and is a problem.
     *
     * @param sources the texts by the names of the files
     */
    public static GoLibrary of(Map<String, String> sources) {
        return sources.isEmpty() ? EMPTY : new GoLibrary(new TreeMap<>(sources));
    }

    private void inspect(GoTemplate file) {
        try {
            file.references(Map.of());
        } catch (GoTemplateException e) {
            problems.add(file.location(e.offset()) + ": " + e.problem());
        }
    }

    /** What is wrong with the files, each with file, line and column; those calls fail when a message is made. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    @Nullable
    GoTemplate owner(String definition) {
        return owners.get(definition);
    }

    @Nullable
    List<Node> definition(String definition) {
        GoTemplate owner = owners.get(definition);
        return owner == null ? null : owner.definitions().get(definition);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GoLibrary that && sources.equals(that.sources);
    }

    @Override
    public int hashCode() {
        return sources.hashCode();
    }
}
