package io.tocsin.template;

import io.tocsin.text.NameSuggestion;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which names a template may use: {@code value} is one value, {@code labels.*} a map in which any name may be missing. */
final class TemplateNames {

    private static final String MAP_SUFFIX = ".*";

    private final Set<String> plain = new HashSet<>();
    private final Set<String> maps = new HashSet<>();

    TemplateNames(Set<String> names) {
        for (String name : names) {
            if (name.endsWith(MAP_SUFFIX)) {
                maps.add(name.substring(0, name.length() - MAP_SUFFIX.length()));
            } else {
                plain.add(name);
            }
        }
    }

    boolean knows(String name) {
        return plain.contains(name) || maps.contains(name);
    }

    /** Whether the path is a name of a map whose entries may be missing: it then renders as the empty string. */
    boolean mayBeMissing(String path) {
        for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
            if (maps.contains(path.substring(0, dot))) {
                return true;
            }
        }
        return false;
    }

    /** What is wrong with the path, or null. */
    @Nullable
    String problemOf(String path) {
        if (path.equals(".") || knows(path) || mayBeMissing(path)) {
            return null;
        }
        int dot = path.indexOf('.');
        if (dot > 0 && plain.contains(path.substring(0, dot))) {
            return "\"" + path.substring(0, dot) + "\" is one value and has no part \"" + path.substring(dot + 1)
                    + "\"";
        }
        return "unknown name \"" + path + "\"" + suggestion(path);
    }

    private String suggestion(String path) {
        Set<String> all = new HashSet<>(plain);
        all.addAll(maps);
        if (maps.contains("labels") && !path.contains(".")) {
            String near = NameSuggestion.didYouMean(path, all);
            return near.isEmpty() ? "; a label is written {{labels." + path + "}}" : near;
        }
        int dot = path.lastIndexOf('.');
        String near = dot > 0 ? NameSuggestion.didYouMean(path.substring(0, dot), maps) : "";
        return near.isEmpty() ? NameSuggestion.didYouMean(path, all) : near.replace("\"?", path.substring(dot) + "\"?");
    }
}
