package io.tocsin.gotemplate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The variables in scope, the innermost last. */
final class Variables {

    private final List<String> names = new ArrayList<>();
    private final List<@Nullable Object> values = new ArrayList<>();

    int size() {
        return names.size();
    }

    void pop(int size) {
        names.subList(size, names.size()).clear();
        values.subList(size, values.size()).clear();
    }

    void push(String name, @Nullable Object value) {
        names.add(name);
        values.add(value);
    }

    /** Sets the variable if this is an assignment, and declares it otherwise. */
    void bind(String name, @Nullable Object value, boolean isAssignment) {
        int index = names.lastIndexOf(name);
        if (isAssignment && index >= 0) {
            values.set(index, value);
        } else {
            push(name, value);
        }
    }

    /** Whether it is in scope: a called template sees only its own. */
    boolean has(String name, int from) {
        return names.lastIndexOf(name) >= from;
    }

    @Nullable
    Object get(String name) {
        return values.get(names.lastIndexOf(name));
    }
}
