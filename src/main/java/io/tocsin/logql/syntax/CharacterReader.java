package io.tocsin.logql.syntax;

import io.tocsin.logql.ast.Position;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Reads a query code point by code point, counts lines and columns, and looks behind the reading position without moving
 * it; never far, so that no text takes quadratic time.
 */
final class CharacterReader {

    static final int END = -1;

    private static final int MAX_QUANTITY_LENGTH = 64;
    private static final List<String> FLAGS = List.of("--strict", "--keep-empty");
    private static final int BYTE_ORDER_MARK = 0xfeff;

    private final String text;
    private int offset;
    private int line = 1;
    private int column = 1;

    CharacterReader(String text) {
        this.text = text;
        if (peek() == BYTE_ORDER_MARK) {
            next();
        }
    }

    /** The code point that {@link #next()} would return, or {@link #END}. */
    int peek() {
        return peek(0);
    }

    /** The code point that starts this many UTF-16 units ahead. */
    int peek(int unitsAhead) {
        int index = offset + unitsAhead;
        if (index >= text.length()) {
            return END;
        }
        char c = text.charAt(index);
        return Character.isHighSurrogate(c) ? text.codePointAt(index) : c;
    }

    int next() {
        int codePoint = peek();
        if (codePoint == END) {
            return END;
        }
        offset += Character.charCount(codePoint);
        if (codePoint == '\n') {
            line++;
            column = 1;
        } else {
            column++;
        }
        return codePoint;
    }

    void skip(int codePoints) {
        for (int i = 0; i < codePoints; i++) {
            next();
        }
    }

    Position position() {
        return new Position(line, column, offset);
    }

    int offset() {
        return offset;
    }

    String textFrom(int start) {
        return text.substring(start, offset);
    }

    String text() {
        return text;
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
        int ahead = peek() == '-' ? 1 : 0;
        StringBuilder tail = new StringBuilder();
        int c = peek(ahead);
        while (c != END && accepts.test(c) && tail.length() < MAX_QUANTITY_LENGTH) {
            tail.appendCodePoint(c);
            ahead += Character.charCount(c);
            c = peek(ahead);
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
            if (text.startsWith(flag, offset)) {
                int next = peek(flag.length());
                return next == '-' || Character.isLetter(next) ? "" : flag;
            }
        }
        return "";
    }

    /** Whether the word just read is followed by an opening parenthesis, or by a grouping that has one. */
    boolean isCall() {
        int ahead = blanksAhead(0);
        if (peek(ahead) == '(') {
            return true;
        }
        for (String grouping : List.of("by", "without")) {
            if (text.regionMatches(true, offset + ahead, grouping, 0, grouping.length())) {
                return peek(blanksAhead(ahead + grouping.length())) == '(';
            }
        }
        return false;
    }

    private int blanksAhead(int from) {
        int ahead = from;
        while (isUnicodeBlank(peek(ahead))) {
            ahead++;
        }
        return ahead;
    }

    private static boolean isUnicodeBlank(int c) {
        return c == ' ' || c >= '\t' && c <= '\r' || c == 0x85 || c == 0xa0 || Character.isSpaceChar(c);
    }
}
