package io.tocsin.template;

import io.tocsin.gotemplate.GoTemplate;
import io.tocsin.template.TemplateSource.Piece;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The language of a text. What only Go has makes it a Go template: an action that begins with {@code $}, a field, a
 * literal, a parenthesis or a keyword, or that is a function, alone or with arguments, or that has a pipe. A name that is
 * known, and every tag with a sigil, is Mustache. A text has one language.
 */
enum TemplateLanguage {
    MUSTACHE,
    GO;

    private static final Set<String> KEYWORDS = Set.of(
            "if",
            "else",
            "end",
            "with",
            "range",
            "define",
            "template",
            "block",
            "break",
            "continue",
            "true",
            "false",
            "nil");
    private static final Set<String> FUNCTIONS = GoTemplate.alertFunctions();

    /** @throws TemplateException where the text turns to the other language */
    static TemplateLanguage of(TemplateSource source, List<Piece> pieces, TemplateNames names) {
        Piece first = null;
        TemplateLanguage language = null;
        for (Piece piece : pieces) {
            TemplateLanguage own = piece.isTag() ? of(piece.text().strip(), names) : null;
            if (own == null) {
                continue;
            }
            if (first == null) {
                first = piece;
                language = own;
            } else if (own != language) {
                throw mixed(source, own, piece, first);
            }
        }
        return language == null ? MUSTACHE : language;
    }

    /** Null when both languages have it: a comment of Go's, which is skipped, and the dot. */
    private static @Nullable TemplateLanguage of(String action, TemplateNames names) {
        if (action.startsWith("/*") || action.equals(".")) {
            return null;
        }
        if (action.isEmpty() || "!#^/&>=%<".indexOf(action.charAt(0)) >= 0) {
            return MUSTACHE;
        }
        if (!MustacheParser.NAME.matcher(action).matches()) {
            return GO;
        }
        boolean isName = names.knows(action) || names.mayBeMissing(action);
        return !isName && (KEYWORDS.contains(action) || FUNCTIONS.contains(action)) ? GO : MUSTACHE;
    }

    private static TemplateException mixed(TemplateSource source, TemplateLanguage own, Piece piece, Piece first) {
        Place start = source.placeAt(first.contentOffset());
        String where = " (line " + start.line() + ", column " + start.column() + ")";
        String action = "{{" + piece.text().strip() + "}}";
        return source.placeAt(piece.contentOffset())
                .problem(
                        own == GO
                                ? action + " is Go, but this text is Mustache" + where
                                        + "; write all of it in one language"
                                : action + " is Mustache, but this text is a Go template" + where + "; write "
                                        + inGo(piece.text().strip()));
    }

    private static String inGo(String name) {
        if (!MustacheParser.NAME.matcher(name).matches()) {
            return "all of it in one language";
        }
        int dot = name.indexOf('.');
        String field = GoData.field(dot < 0 ? name : name.substring(0, dot));
        return "{{ ." + field + (dot < 0 ? "" : name.substring(dot)) + " }}";
    }
}
