package io.tocsin.logql.engine.pipeline;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** {@code | regexp}: named groups of the first match become labels. */
final class RegexpParser implements Stage {

    private record RegexpGroup(int index, String label) {}

    private final Pattern pattern;
    private final List<RegexpGroup> groups = new ArrayList<>();

    RegexpParser(Pattern pattern) {
        this.pattern = pattern;
        for (Map.Entry<String, Integer> group : pattern.namedGroups().entrySet()) {
            groups.add(new RegexpGroup(group.getValue(), LabelNames.sanitize(group.getKey())));
        }
        groups.sort(Comparator.comparingInt(RegexpGroup::index));
    }

    @Override
    public boolean process(Entry entry) {
        Matcher matcher = pattern.matcher(entry.text());
        if (!matcher.find()) {
            return true;
        }
        LabelsBuilder labels = entry.labels;
        for (RegexpGroup group : groups) {
            String name = labels.clashes(group.label()) ? group.label() + ParserHints.DUPLICATE_SUFFIX : group.label();
            if (labels.hints().shouldExtract(name) && !labels.hints().wasExtracted(name)) {
                String value = matcher.group(group.index());
                labels.set(name, value == null ? "" : value);
            }
        }
        return true;
    }
}
