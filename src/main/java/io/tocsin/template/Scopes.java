package io.tocsin.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The maps in which a name is looked up: the model, and the items of the sections around the tag. */
final class Scopes {

    /** Stands for a section that was entered without a value of its own. */
    static final Object NO_VALUE = new Object();

    private static final Object MISSING = new Object();
    private static final int MAX_STEPS = 100_000;

    private final List<Object> values;
    private final Run run;
    private final TemplateNames names;

    Scopes(List<Object> values, TemplateNames names) {
        this.run = Run.of(values);
        this.values = values;
        this.names = names;
    }

    /** One run of a template, the outermost scope: its model, its escaper and its steps. Confined to one thread. */
    static final class Run {

        private final Map<String, ?> model;
        private final Escaper escaper;
        private int steps;

        Run(Map<String, ?> model, Escaper escaper) {
            this.model = model;
            this.escaper = escaper;
        }

        static Run of(List<Object> scopes) {
            return (Run) scopes.get(0);
        }

        Escaper escaper() {
            return escaper;
        }

        /** @throws TemplateException when the template has done more than any message needs */
        private void step(Place place) {
            if (++steps > MAX_STEPS) {
                throw place.problem("the template needs more than " + MAX_STEPS + " steps; shorten its lists");
            }
        }
    }

    /** @throws TemplateException when the name is missing and not part of a map with optional entries */
    @Nullable
    Object find(String path, Place place) {
        run.step(place);
        if (path.equals(".")) {
            return innermost();
        }
        for (int i = values.size() - 1; i >= 1; i--) {
            Object found = in(values.get(i), path);
            if (found != MISSING) {
                return found;
            }
        }
        Object found = in(run.model, path);
        if (found != MISSING) {
            return found;
        }
        if (names.mayBeMissing(path)) {
            return "";
        }
        throw place.problem("nothing is known under the name \"" + path + "\" here");
    }

    private Object innermost() {
        for (int i = values.size() - 1; i >= 1; i--) {
            if (values.get(i) != NO_VALUE) {
                return values.get(i);
            }
        }
        return run.model;
    }

    /** The whole path first, then its prefixes: keys such as {@code app.kubernetes.io} contain dots. */
    private static @Nullable Object in(@Nullable Object scope, String path) {
        if (!(scope instanceof Map<?, ?> map)) {
            return MISSING;
        }
        if (map.containsKey(path)) {
            return map.get(path);
        }
        for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
            Object found = in(map.get(path.substring(0, dot)), path.substring(dot + 1));
            if (found != MISSING) {
                return found;
            }
        }
        return MISSING;
    }
}
