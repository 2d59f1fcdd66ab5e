package io.tocsin.gotemplate;

import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A list whose type has methods without arguments, such as Alertmanager's {@code .Alerts.Firing}. */
public final class GoList extends AbstractList<Object> {

    private final String typeName;
    private final List<Object> items;
    private final Map<String, Object> methods;

    /** @param methods what each returns; {@code String} is how the list is printed, if that is not Go's way */
    public GoList(String typeName, List<?> items, Map<String, Object> methods) {
        this.typeName = typeName;
        this.items = List.copyOf(items);
        this.methods = Map.copyOf(methods);
    }

    String typeName() {
        return typeName;
    }

    @Nullable
    TemplateFunction method(String name) {
        Object result = methods.get(name);
        return result == null ? null : new TemplateFunction(name, List.of(), null, (arguments, context) -> result);
    }

    @Nullable
    Object printed() {
        return methods.get("String");
    }

    @Override
    public Object get(int index) {
        return items.get(index);
    }

    @Override
    public int size() {
        return items.size();
    }
}
