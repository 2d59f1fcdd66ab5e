package io.tocsin.template;

import io.tocsin.template.TemplateSource.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The rule of the Mustache specification for lines on which nothing but the tag of a section or a comment stands: they
 * are not part of the text. The engine applies it to more lines than that, so it gets to see no line ends.
 */
final class StandaloneTags {

    private StandaloneTags() {}

    /**
     * The pieces without such lines.
     *
     * @param takesNoLine whether a tag is of that kind
     */
    static List<Piece> without(List<Piece> pieces, Predicate<String> takesNoLine) {
        List<Piece> kept = new ArrayList<>(pieces);
        boolean[] standsAlone = new boolean[pieces.size()];
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            standsAlone[i] = piece.isTag()
                    && takesNoLine.test(piece.text().strip())
                    && endsLine(pieces, i - 1)
                    && beginsLine(pieces, i + 1);
        }
        for (int i = 0; i < kept.size(); i++) {
            if (!kept.get(i).isTag()) {
                String text = kept.get(i).text();
                int from = i > 0 && standsAlone[i - 1] ? afterLineEnd(text) : 0;
                int to = i + 1 < kept.size() && standsAlone[i + 1] ? text.lastIndexOf('\n') + 1 : text.length();
                // A text that is one line end between two such tags ends the line of the first.
                kept.set(
                        i,
                        new Piece(
                                false,
                                text.substring(from, Math.max(from, to)),
                                kept.get(i).offset()));
            }
        }
        return kept;
    }

    private static boolean endsLine(List<Piece> pieces, int index) {
        if (index < 0) {
            return true;
        }
        Piece before = pieces.get(index);
        int line = before.text().lastIndexOf('\n') + 1;
        boolean isBlank = before.text().substring(line).isBlank();
        return !before.isTag() && isBlank && (line > 0 || index == 0);
    }

    private static boolean beginsLine(List<Piece> pieces, int index) {
        if (index >= pieces.size()) {
            return true;
        }
        Piece after = pieces.get(index);
        int end = after.text().indexOf('\n');
        boolean isLast = index == pieces.size() - 1;
        return !after.isTag()
                && (end >= 0
                        ? after.text().substring(0, end).isBlank()
                        : isLast && after.text().isBlank());
    }

    private static int afterLineEnd(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text.length() : end + 1;
    }
}
