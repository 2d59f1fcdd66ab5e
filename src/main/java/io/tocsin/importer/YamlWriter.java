package io.tocsin.importer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Writes maps and lists as YAML in block style. */
public final class YamlWriter {

    private YamlWriter() {}

    public static String write(Map<String, ?> document) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setAllowUnicode(true);
        options.setWidth(120);
        options.setSplitLines(false);
        return new Yaml(options).dump(unshared(document));
    }

    /** What stands in two places is written twice: people read no anchors. */
    private static Object unshared(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((name, inner) -> copy.put(name, inner == null ? null : unshared(inner)));
            return copy;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(YamlWriter::unshared).toList();
        }
        return value;
    }
}
