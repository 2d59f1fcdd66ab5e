package io.tocsin.yaml;

import java.lang.ref.SoftReference;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The text of a YAML file, and the way back from a scalar's value to it. Safe for use by several threads. */
public final class YamlText {

    private final String text;
    /** Few texts have a problem, so what nobody asks for again may go. */
    private volatile SoftReference<YamlPlaces> places = new SoftReference<>(null);

    public YamlText(String text) {
        this.text = text;
    }

    private YamlPlaces places() {
        YamlPlaces known = places.get();
        if (known == null) {
            known = new YamlPlaces(text);
            places = new SoftReference<>(known);
        }
        return known;
    }

    TextPosition positionOf(int index) {
        return places().positionOf(index);
    }

    /** Where its characters are is looked for when somebody asks. */
    public ScalarText scalar(ScalarNode node) {
        String value = node.getValue();
        ScalarStyle style = node.getScalarStyle();
        int start = node.getStartMark().getIndex();
        return new ScalarText(value, () -> places().places(YamlPlaces.codePoints(value), style, start));
    }
}
