package io.tocsin.evidence.trace;

import java.util.List;

/** The words by which rows of traces are known. */
final class RowWords {

    /** The row names what caused the exception above. */
    private static final List<String> CAUSES = List.of(
            "Caused by: ",
            "Caused by ",
            "Wrapped by: ",
            "---> ",
            "Next ",
            "[cause]: ",
            "[previous exception] ",
            "panic: ",
            "fatal error: ",
            "Exception in thread ",
            "Unhandled exception",
            "PHP Fatal error: ",
            "Fatal error: ",
            "Uncaught ");

    private static final List<String> MARKS = List.of(
            "Traceback (most recent call last):",
            "Exception Group Traceback",
            "Stack trace:",
            "[stacktrace]",
            "goroutine ",
            "--- End of ",
            "--- 내부 ",
            "[signal ");

    private static final List<String> CONNECTORS =
            List.of("During handling of the above exception", "The above exception was the direct cause");

    private RowWords() {}

    static boolean isCause(String row) {
        return Rows.startsWithAny(row, CAUSES);
    }

    /** {@code order.rb:7:in 'save': message (StandardError)}. */
    static boolean isRubysHead(String row) {
        int in = row.indexOf(":in ");
        return in > 0 && row.indexOf("': ", in) > 0 && row.lastIndexOf(".rb:", in) > 0;
    }

    static boolean isSuppressed(String row) {
        return row.startsWith("Suppressed: ");
    }

    static boolean isMark(String row) {
        return Rows.startsWithAny(row, MARKS);
    }

    /** Joins two traces of Python: what stands above is what caused what stands below. */
    static boolean isConnector(String row) {
        return Rows.startsWithAny(row, CONNECTORS);
    }

    /** Whether what is written first is what caused the rest. */
    static boolean isRootFirst(String row) {
        return isConnector(row) || row.startsWith("Wrapped by: ") || row.startsWith("Next ");
    }

    /** How many frames the row stands for that were not written; -1 when it is no such row. */
    static int elided(String row) {
        if (row.startsWith("... ") || row.startsWith("… ")) {
            int number = Rows.number(row, row.indexOf(' ') + 1);
            boolean isKnown = row.contains(" more") || row.contains("frame") || row.contains("lines matching");
            return isKnown ? number : -1;
        }
        if (row.startsWith("[Previous line repeated ")) {
            return Rows.number(row, "[Previous line repeated ".length());
        }
        return row.startsWith("--- End of stack trace from previous") ? 0 : -1;
    }

    /** {@code com.acme.OrderException: …}, {@code ValueError: …}, {@code java.lang.Error}. */
    static boolean isThrowable(String row) {
        int end = 0;
        while (end < row.length() && isNamePart(row.charAt(end))) {
            end++;
        }
        String name = row.substring(0, end);
        boolean ends =
                end == row.length() || row.charAt(end) == ':' || row.startsWith(" (", end) || row.startsWith(" [", end);
        return ends
                && end > 4
                && (name.endsWith("Exception")
                        || name.endsWith("Error")
                        || name.endsWith("Throwable")
                        || name.endsWith("Interrupt")
                        || name.endsWith("Exit")
                        || name.endsWith("Warning"));
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '$' || c == '\\' || c == '/';
    }
}
