package io.tocsin.importer.grafana;

import io.tocsin.yaml.YamlFields;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts of a mapping as they are. */
final class NodeTexts {

    private NodeTexts() {}

    static Map<String, Object> of(@Nullable YamlFields fields) {
        Map<String, Object> texts = new LinkedHashMap<>();
        if (fields != null) {
            fields.names().forEach(name -> texts.put(name, fields.text(name, "")));
        }
        return texts;
    }
}
