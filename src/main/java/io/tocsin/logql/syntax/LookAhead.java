package io.tocsin.logql.syntax;

import java.util.List;
import java.util.function.IntPredicate;

/** Looks behind the reading position without moving it; never far, so that no text takes quadratic time. */
final class LookAhead {

    private static final int MAX_QUANTITY_LENGTH = 64;
    private static final List<String> FLAGS = List.of("--strict", "--keep-empty");

    private final CharacterReader reader;

    LookAhead(CharacterReader reader) {
        this.reader = reader;
    }

    /** What may continue a number, or a minus sign, to a duration. */
    String durationTail() {
        return tailOf(c -> isNumberCharacter(c) || "numshdwyµ".indexOf(c) >= 0);
    }

    /** What may continue a number to a size. */
    String bytesTail() {
        return tailOf(c -> isNumberCharacter(c) || "BikKMGTP".indexOf(c) >= 0);
    }

    private String tailOf(IntPredicate accepts) {
        int ahead = reader.peek() == '-' ? 1 : 0;
        StringBuilder tail = new StringBuilder();
        int c = reader.peek(ahead);
        while (c != CharacterReader.END && accepts.test(c) && tail.length() < MAX_QUANTITY_LENGTH) {
            tail.appendCodePoint(c);
            ahead += Character.charCount(c);
            c = reader.peek(ahead);
        }
        return tail.toString();
    }

    private static boolean isNumberCharacter(int c) {
        int type = Character.getType(c);
        return c == '.'
                || type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    /** The parser flag that comes next, or an empty text. */
    String flag() {
        for (String flag : FLAGS) {
            if (reader.text().startsWith(flag, reader.offset())) {
                int next = reader.peek(flag.length());
                return next == '-' || Character.isLetter(next) ? "" : flag;
            }
        }
        return "";
    }

    /** Whether the word just read is followed by an opening parenthesis, or by a grouping that has one. */
    boolean isCall() {
        int ahead = blanksAhead(0);
        if (reader.peek(ahead) == '(') {
            return true;
        }
        for (String grouping : List.of("by", "without")) {
            if (reader.text().regionMatches(true, reader.offset() + ahead, grouping, 0, grouping.length())) {
                return reader.peek(blanksAhead(ahead + grouping.length())) == '(';
            }
        }
        return false;
    }

    private int blanksAhead(int from) {
        int ahead = from;
        while (isUnicodeBlank(reader.peek(ahead))) {
            ahead++;
        }
        return ahead;
    }

    private static boolean isUnicodeBlank(int c) {
        return c == ' ' || c >= '\t' && c <= '\r' || c == 0x85 || c == 0xa0 || Character.isSpaceChar(c);
    }
}
