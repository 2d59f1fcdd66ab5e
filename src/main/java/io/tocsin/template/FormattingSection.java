package io.tocsin.template;

import io.tocsin.template.TemplateSource.Piece;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code {{#humanize}}{{value}}{{/humanize}}}: a function around exactly one value. */
final class FormattingSection {

    private final TemplateSource source;
    private final GoNames names;
    private final List<Piece> pieces;
    private int depth;

    FormattingSection(TemplateSource source, GoNames names, List<Piece> pieces) {
        this.source = source;
        this.names = names;
        this.pieces = pieces;
    }

    /** @param first the piece after the opening tag */
    Expression read(String section, String function, int offset, int first) {
        Place place = source.placeAt(offset);
        if (++depth > TemplateTranslator.MAX_NESTING) {
            throw place.problem("more than " + TemplateTranslator.MAX_NESTING + " sections inside each other");
        }
        int end = endOf(pieces, first, section, place) - 1;
        @Nullable Expression argument = null;
        for (int i = first; i < end; i++) {
            Piece piece = pieces.get(i);
            if (!piece.isTag() && piece.text().isBlank()) {
                continue;
            }
            if (argument != null) {
                throw wrongContent(section, source.placeAt(piece.offset()));
            }
            String inner = piece.isTag() ? innerSection(piece) : null;
            if (inner != null) {
                argument = inner(inner, piece, i);
                i = endOf(pieces, i + 1, inner, place) - 1;
            } else {
                argument = piece.isTag()
                        ? ExpressionParser.parse(piece.text(), piece.offset(), source, names)
                        : new Expression.Literal(piece.text().strip());
            }
        }
        if (argument == null) {
            throw wrongContent(section, place);
        }
        TemplateFunction format = TemplateFunction.find(function);
        if (format == null) {
            throw new IllegalStateException("no function " + function);
        }
        return new Expression.Call(format, List.of(argument), place);
    }

    private Expression inner(String section, Piece piece, int index) {
        String function = TemplateFunction.SECTIONS.get(section);
        if (function == null) {
            throw wrongContent(section, source.placeAt(piece.offset()));
        }
        return read(section, function, piece.offset(), index + 1);
    }

    private static @Nullable String innerSection(Piece tag) {
        String content = tag.text().strip();
        return content.startsWith("#") ? content.substring(1).strip() : null;
    }

    private static TemplateException wrongContent(String section, Place place) {
        return place.problem("the section \"" + section + "\" must contain exactly one value, as in {{#" + section
                + "}}{{value}}{{/" + section + "}}");
    }

    /** The index of the piece after the closing tag. */
    static int endOf(List<Piece> pieces, int first, String section, Place place) {
        int open = 1;
        for (int i = first; i < pieces.size(); i++) {
            String tag = pieces.get(i).isTag() ? pieces.get(i).text().strip() : "";
            if (tag.startsWith("#") && tag.substring(1).strip().equals(section)) {
                open++;
            } else if (tag.startsWith("/") && tag.substring(1).strip().equals(section) && --open == 0) {
                return i + 1;
            }
        }
        throw place.problem("this section is never closed by {{/" + section + "}}");
    }
}
