package io.tocsin.gotemplate;

import io.tocsin.gotemplate.TemplateFunction.Body;
import io.tocsin.gotemplate.TemplateFunction.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All functions that Loki offers to templates, by name. */
final class TemplateFunctions {

    private static final Map<String, TemplateFunction> ALL = all();

    private TemplateFunctions() {}

    static Map<String, TemplateFunction> table() {
        return ALL;
    }

    private static Map<String, TemplateFunction> all() {
        Registry registry = new Registry();
        BuiltinFunctions.register(registry);
        StringFunctions.register(registry);
        EncodingFunctions.register(registry);
        MathFunctions.register(registry);
        TimeFunctions.register(registry);
        return Map.copyOf(registry.functions);
    }

    /** Collects functions. */
    static final class Registry {

        private final Map<String, TemplateFunction> functions = new HashMap<>();

        /** A function whose parameters are described by a letter each: s, i, f, t(ime), a(ny), v(alue). */
        void add(String name, String parameters, Body body) {
            functions.put(name, new TemplateFunction(name, types(parameters), null, body));
        }

        /** A function that takes any number of further arguments. */
        void addVariadic(String name, String parameters, Type rest, Body body) {
            functions.put(name, new TemplateFunction(name, types(parameters), rest, body));
        }

        static List<Type> types(String letters) {
            return letters.chars().mapToObj(Registry::type).toList();
        }

        private static Type type(int letter) {
            return switch (letter) {
                case 's' -> Type.STRING;
                case 'i' -> Type.INT;
                case 'f' -> Type.FLOAT;
                case 't' -> Type.TIME;
                case 'a' -> Type.ANY;
                default -> Type.VALUE;
            };
        }
    }

    @Nullable
    static TemplateFunction find(String name) {
        return ALL.get(name);
    }
}
