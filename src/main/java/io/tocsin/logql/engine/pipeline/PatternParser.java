package io.tocsin.logql.engine.pipeline;

import java.util.List;

/** {@code | pattern}: named captures become labels. */
final class PatternParser implements Stage {

    private final PatternTemplate template;
    private final List<String> names;

    PatternParser(PatternTemplate template) {
        this.template = template;
        this.names = template.names();
    }

    @Override
    public boolean process(Entry entry) {
        LabelsBuilder labels = entry.labels;
        if (labels.hints().needsNoLabels()) {
            return true;
        }
        List<String> captures = template.capture(entry.buffer, entry.offset, entry.length);
        for (int i = 0; i < captures.size(); i++) {
            String name = names.get(i);
            if (labels.clashes(name)) {
                name += ParserHints.DUPLICATE_SUFFIX;
            }
            if (labels.hints().shouldExtract(name) && !labels.hints().wasExtracted(name)) {
                labels.set(name, captures.get(i));
            }
        }
        return true;
    }
}
