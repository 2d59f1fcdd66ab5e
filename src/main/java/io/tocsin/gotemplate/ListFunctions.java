package io.tocsin.gotemplate;

import io.tocsin.gotemplate.TemplateFunction.Arguments;
import io.tocsin.gotemplate.TemplateFunction.FunctionType;
import io.tocsin.text.go.ConversionException;
import io.tocsin.text.go.GoTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Alertmanager's functions that make maps, lists, JSON and durations. */
final class ListFunctions {

    private ListFunctions() {}

    static void register(FunctionTable table) {
        table.addVariadic("dict", "", FunctionType.ANY, (a, c) -> dict(a));
        table.addVariadic("list", "", FunctionType.ANY, (a, c) -> new ArrayList<>(a.values()));
        table.addVariadic("append", "a", FunctionType.ANY, (a, c) -> appended(a));
        table.add("toJson", "a", (a, c) -> JsonText.of(a.values().get(0), c.budget()));
        table.add("since", "t", (a, c) -> since((GoTime) a.any(0), c.now()));
    }

    private static Map<String, @Nullable Object> dict(Arguments arguments) {
        if (arguments.size() % 2 != 0) {
            throw new ConversionException("dict requires an even number of arguments");
        }
        Map<String, @Nullable Object> dict = new TreeMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            if (!(arguments.values().get(i) instanceof String key)) {
                throw new ConversionException("dict keys must be strings; got "
                        + GoValue.typeName(arguments.values().get(i)));
            }
            dict.put(key, arguments.values().get(i + 1));
        }
        return dict;
    }

    private static List<@Nullable Object> appended(Arguments arguments) {
        if (!(arguments.values().get(0) instanceof List<?> list)) {
            throw new ConversionException("append wants a list first; got "
                    + GoValue.typeName(arguments.values().get(0)));
        }
        List<@Nullable Object> longer = new ArrayList<>(list);
        longer.addAll(arguments.values().subList(1, arguments.size()));
        return longer;
    }

    private static GoStruct since(GoTime from, GoTime now) {
        if (now.equals(GoTime.ZERO)) {
            throw new ConversionException("since is known in messages only, not in the texts of a rule");
        }
        return GoDuration.of(Duration.between(from.value(), now.value()));
    }
}
