package io.tocsin.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The maps in which a name is looked up: the model, and the items of the sections around the tag. */
final class Scopes {

    /** Stands for a section that was entered without a value of its own. */
    static final Object NO_VALUE = new Object();

    private static final Object MISSING = new Object();

    private final List<Object> values;
    private final Rendering rendering;
    private final TemplateNames names;

    Scopes(List<Object> values, TemplateNames names) {
        this.rendering = (Rendering) values.get(0);
        this.values = values;
        this.names = names;
    }

    /** @throws TemplateException when the name is missing and not part of a map with optional entries */
    @Nullable
    Object find(String path, Place place) {
        rendering.step(place);
        if (path.equals(".")) {
            return innermost();
        }
        for (int i = values.size() - 1; i >= 1; i--) {
            Object found = in(values.get(i), path);
            if (found != MISSING) {
                return found;
            }
        }
        Object found = in(rendering.model(), path);
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
        return rendering.model();
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
