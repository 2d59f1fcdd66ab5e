package io.tocsin.text;

/** Text for a log, a page or a column, cut so that people see it: what is left ends in an ellipsis, and no character is split. */
public final class Shortened {

    private Shortened() {}

    /** The text itself, or its beginning and an ellipsis, together at most so many chars as Java and most columns count. */
    public static String of(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean splits = most > 1 && Character.isHighSurrogate(text.charAt(most - 2));
        return text.substring(0, most - (splits ? 2 : 1)) + CodePoints.ELLIPSIS;
    }

    /** The first line of a text. */
    public static String firstLine(String text, int most) {
        return of(text.strip().lines().findFirst().orElse(""), most);
    }

    /** What went wrong on one line: {@code IOException: the disk is full}. */
    public static String failure(Throwable failure, int most) {
        String message = failure.getMessage();
        return firstLine(failure.getClass().getSimpleName() + (message == null ? "" : ": " + message), most);
    }
}
