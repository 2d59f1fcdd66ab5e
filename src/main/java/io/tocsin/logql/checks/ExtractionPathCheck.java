package io.tocsin.logql.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Checks the expressions of {@code | json label="path"} and {@code | logfmt label="key"}. What Loki says is the last
 * thing that went wrong: its lexer reports and ends the input, and then its parser may report as well.
 */
final class ExtractionPathCheck {

    private static final int END = 0;
    private static final String UNEXPECTED = "syntax error: unexpected ";

    private final String text;
    private final boolean json;
    private int offset;
    private Optional<String> problem = Optional.empty();

    private ExtractionPathCheck(String text, boolean json) {
        this.text = text;
        this.json = json;
    }

    /** Why {@code json} refuses a path such as {@code a.b["c"][0]}. */
    static Optional<String> jsonProblemOf(String path) {
        ExtractionPathCheck check = new ExtractionPathCheck(path, true);
        check.checkJson(check.tokens());
        return check.problem;
    }

    /** Why {@code logfmt} refuses a key. */
    static Optional<String> logfmtProblemOf(String key) {
        ExtractionPathCheck check = new ExtractionPathCheck(key, false);
        check.checkLogfmt(check.tokens());
        return check.problem;
    }

    private void checkLogfmt(List<String> tokens) {
        String first = tokens.get(0);
        if (!first.equals("STRING") && !first.equals("KEY")) {
            problem = Optional.of(UNEXPECTED + first + ", expecting STRING or KEY");
            return;
        }
        tokens.stream()
                .skip(1)
                .filter(token -> !token.equals("STRING"))
                .findFirst()
                .filter(token -> !token.equals("$end"))
                .ifPresent(token -> problem = Optional.of(UNEXPECTED + token));
    }

    private void checkJson(List<String> tokens) {
        int i = 0;
        boolean first = true;
        while (first || !tokens.get(i).equals("$end")) {
            String token = tokens.get(i);
            String expected = first ? "LSB or FIELD" : "";
            if (!first && token.equals("DOT")) {
                i++;
                token = tokens.get(i);
                expected = "FIELD";
            }
            boolean isField = token.equals("FIELD") && !expected.isEmpty();
            boolean isAccess = token.equals("LSB") && !expected.equals("FIELD");
            if (!isField && !isAccess) {
                unexpected(token, expected);
                return;
            }
            if (isAccess && !checkAccess(tokens, i + 1)) {
                return;
            }
            i += isField ? 1 : 3;
            first = false;
        }
    }

    private boolean checkAccess(List<String> tokens, int i) {
        String key = tokens.get(i);
        if (!key.equals("STRING") && !key.equals("INDEX")) {
            unexpected(key, "STRING or INDEX");
            return false;
        }
        if (!tokens.get(i + 1).equals("RSB")) {
            unexpected(tokens.get(i + 1), "RSB");
            return false;
        }
        return true;
    }

    private void unexpected(String token, String expected) {
        problem = Optional.of(UNEXPECTED + token + (expected.isEmpty() ? "" : ", expecting " + expected));
    }

    private List<String> tokens() {
        List<String> tokens = new ArrayList<>();
        while (true) {
            int c = read();
            if (c == ' ' || c == '\t' || c == '\n') {
                continue;
            }
            String token = c == END ? "$end" : token(c);
            tokens.add(token);
            if (token.equals("$end")) {
                return tokens;
            }
        }
    }

    private String token(int c) {
        if (isStart(c)) {
            skipWhile(next -> isStart(next) || next >= '0' && next <= '9');
            return json ? "FIELD" : "KEY";
        }
        if (c == '"') {
            skipWhile(next -> next != '"' && next != ']' && next != END);
            read();
            return "STRING";
        }
        if (json && c >= '0' && c <= '9') {
            return index(c);
        }
        int bracket = json ? "[].".indexOf(c) : -1;
        if (bracket >= 0) {
            return List.of("LSB", "RSB", "DOT").get(bracket);
        }
        problem = Optional.of("unexpected char " + Character.toString(c));
        return "$end";
    }

    private String index(int first) {
        int c = first;
        while (c >= '0' && c <= '9') {
            c = read();
        }
        if (c == '.') {
            problem = Optional.of("cannot use float as array index");
            return "$end";
        }
        if (c == ']' || c == ' ' || c == '\t' || c == '\n') {
            offset--;
            return "INDEX";
        }
        problem = Optional.of("non-integer value: " + Character.toString(c));
        return "$end";
    }

    private static boolean isStart(int c) {
        return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private void skipWhile(IntPredicate accepts) {
        while (offset < text.length() && accepts.test(text.codePointAt(offset))) {
            read();
        }
    }

    private int read() {
        if (offset >= text.length()) {
            return END;
        }
        int c = text.codePointAt(offset);
        offset += Character.charCount(c);
        return c;
    }
}
