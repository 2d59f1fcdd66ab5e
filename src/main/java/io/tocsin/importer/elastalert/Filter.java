package io.tocsin.importer.elastalert;

import java.util.List;

/** Which documents a rule of ElastAlert counts. */
sealed interface Filter {

    /** Every one of them. */
    record All(List<Filter> parts) implements Filter {

        public All {
            parts = List.copyOf(parts);
        }
    }

    /** At least one of them. */
    record Any(List<Filter> parts) implements Filter {

        public Any {
            parts = List.copyOf(parts);
        }
    }

    /** Those that the other does not take. */
    record Not(Filter part) implements Filter {}

    /** Words in the text of the document, in any case of letters. @param regex RE2 */
    record Text(String regex) implements Filter {}

    /** A field equals a text exactly. */
    record Equal(String field, String value) implements Filter {}

    /** A field as a whole matches. @param regex RE2 */
    record Matching(String field, String regex) implements Filter {}

    /** A field compares with a number. @param operator {@code >}, {@code >=}, {@code <} or {@code <=} */
    record Compared(String field, String operator, String number) implements Filter {}

    /** A field is there. */
    record Exists(String field) implements Filter {}
}
