package io.tocsin.gotemplate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The functions that texts of rules and messages may call, by whose they are, for the page and the documents. */
public final class MessageFunctions {

    private static final Set<String> ALERTMANAGER = Set.of(
            "join",
            "stringSlice",
            "trimSpace",
            "date",
            "tz",
            "since",
            "toJson",
            "dict",
            "list",
            "append",
            "safeUrl",
            "urlUnescape");

    private MessageFunctions() {}

    /** Under {@code go}, {@code prometheus} and {@code alertmanager}: each name once, in alphabetical order. */
    public static Map<String, List<String>> byOrigin() {
        Set<String> go = FunctionTable.bare().names();
        Map<String, List<String>> names = new LinkedHashMap<>();
        names.put("go", List.copyOf(go));
        names.put("prometheus", others(go, false));
        names.put("alertmanager", others(go, true));
        return names;
    }

    private static List<String> others(Set<String> go, boolean isOfAlertmanager) {
        return FunctionTable.ALERTS.names().stream()
                .filter(name -> !go.contains(name) && ALERTMANAGER.contains(name) == isOfAlertmanager)
                .toList();
    }
}
