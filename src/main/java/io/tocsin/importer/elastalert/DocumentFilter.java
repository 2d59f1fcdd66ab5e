package io.tocsin.importer.elastalert;

import java.util.List;

/** Which documents a rule of ElastAlert counts. */
sealed interface DocumentFilter {

    /** Every one of them. */
    record All(List<DocumentFilter> parts) implements DocumentFilter {

        public All {
            parts = List.copyOf(parts);
        }
    }

    /** At least one of them. */
    record Any(List<DocumentFilter> parts) implements DocumentFilter {

        public Any {
            parts = List.copyOf(parts);
        }
    }

    /** Those that the other does not take. */
    record Not(DocumentFilter part) implements DocumentFilter {}

    /** IndexedWords in the text of the document, in any case of letters, as RE2. */
    record InLine(String regex) implements DocumentFilter {}

    /** A field equals a text exactly. */
    record Equal(String field, String value) implements DocumentFilter {}

    /** A field as a whole matches the RE2 expression. */
    record Like(String field, String regex) implements DocumentFilter {}

    /** A field compares with a number by {@code >}, {@code >=}, {@code <} or {@code <=}. */
    record Compared(String field, String operator, String number) implements DocumentFilter {}

    /** A field is there. */
    record Exists(String field) implements DocumentFilter {}
}
