package io.tocsin.evidence.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a frame is written: by the JVM, Node, .NET, Python, Go, PHP and Ruby. */
final class FrameShapes {

    /** .NET writes its own words in the language of the machine. */
    private static final List<String> DOTNET_AT = List.of("at ", "위치: ", "場所 ");

    private static final List<String> JVM_PLACES = List.of(
            ".java",
            ".kt",
            ".scala",
            ".groovy",
            ".clj",
            "Native Method",
            "Unknown Source",
            "<generated>",
            "SourceFile",
            "NO_SOURCE");

    private FrameShapes() {}

    /**
     * The owner of the frame that begins with this row; null when none does.
     *
     * @param row without the blanks it begins with
     * @param next the row below; null at the end
     */
    static @Nullable FrameOwner owner(String row, @Nullable String next) {
        if (row.startsWith("at ")) {
            FrameOwner jvm = jvm(row.substring(3));
            if (jvm != null) {
                return jvm;
            }
            FrameOwner node = node(row.substring(3));
            return node != null ? node : dotnet(row.substring(3));
        }
        if (Rows.startsWithAny(row, DOTNET_AT)) {
            return dotnet(row.substring(row.indexOf(' ') + 1));
        }
        if (row.startsWith("File \"")) {
            return python(row);
        }
        if (row.startsWith("#")) {
            return php(row);
        }
        FrameOwner ruby = ruby(row);
        return ruby != null || next == null ? ruby : go(row, next.strip());
    }

    private static @Nullable FrameOwner jvm(String call) {
        int open = call.indexOf('(');
        int close = call.indexOf(')', open + 1);
        if (open <= 0 || close < 0 || !Rows.containsAny(call.substring(open + 1, close), JVM_PLACES)) {
            return null;
        }
        String method = call.substring(0, open);
        int lambda = method.indexOf("$$Lambda");
        method = lambda > 0 ? method.substring(0, lambda) + ".lambda" : method;
        String name = packageOf(method.substring(method.lastIndexOf('/') + 1));
        if (method.indexOf(' ') >= 0 || name.isEmpty()) {
            return null;
        }
        String library = KnownLibraries.jvm(name);
        return new FrameOwner(name, library.isEmpty() ? KnownLibraries.segments(name, 3) : library, !library.isEmpty());
    }

    /** What stands before the class, which begins with a capital; without one, before the last two parts. */
    private static String packageOf(String method) {
        int start = 0;
        while (start < method.length()) {
            if (Character.isUpperCase(method.charAt(start))) {
                return start == 0 ? method : method.substring(0, start - 1);
            }
            int dot = method.indexOf('.', start);
            if (dot < 0) {
                break;
            }
            start = dot + 1;
        }
        int last = method.lastIndexOf('.');
        int beforeLast = last < 0 ? -1 : method.lastIndexOf('.', last - 1);
        return beforeLast > 0 ? method.substring(0, beforeLast) : last > 0 ? method.substring(0, last) : "";
    }

    private static @Nullable FrameOwner node(String call) {
        int open = call.lastIndexOf('(');
        boolean isNamed = open > 0 && call.endsWith(")");
        String place = isNamed
                ? call.substring(open + 1, call.length() - 1)
                : call.startsWith("async ") ? call.substring(6) : call;
        boolean isPlace = place.equals("<anonymous>")
                || place.equals("native")
                || place.startsWith("node:")
                || endsWithPosition(place);
        return isPlace && (isNamed || place.indexOf(' ') < 0) ? KnownLibraries.ofFile(withoutScheme(place)) : null;
    }

    private static String withoutScheme(String place) {
        return place.startsWith("file://") ? place.substring(7) : place;
    }

    /** {@code …:12:3}. */
    private static boolean endsWithPosition(String place) {
        int column = place.lastIndexOf(':');
        int line = column < 0 ? -1 : place.lastIndexOf(':', column - 1);
        return line > 0 && Rows.number(place, column + 1) >= 0 && Rows.number(place, line + 1) >= 0;
    }

    private static @Nullable FrameOwner dotnet(String call) {
        int open = call.indexOf('(');
        if (open <= 0 || call.indexOf(')', open) < 0) {
            return null;
        }
        String method = call.substring(0, open);
        boolean isLambda = method.startsWith("lambda_method");
        if (!isLambda && (method.indexOf('.') < 0 || method.indexOf('/') >= 0 || method.indexOf(' ') >= 0)) {
            return null;
        }
        int last = method.lastIndexOf('.');
        int beforeLast = last < 0 ? -1 : method.lastIndexOf('.', last - 1);
        String name = isLambda ? "lambda_method" : beforeLast > 0 ? method.substring(0, beforeLast) : method;
        String library = KnownLibraries.dotnet(name);
        return new FrameOwner(name, library.isEmpty() ? KnownLibraries.segments(name, 2) : library, !library.isEmpty());
    }

    private static @Nullable FrameOwner python(String row) {
        int end = row.indexOf('"', 6);
        return end > 6 && row.startsWith(", line ", end + 1) ? KnownLibraries.ofFile(row.substring(6, end)) : null;
    }

    /** {@code #3 /app/src/Order.php(12): Order->save()}. */
    private static @Nullable FrameOwner php(String row) {
        int blank = row.indexOf(' ');
        if (blank < 2 || Rows.number(row, 1) < 0) {
            return null;
        }
        String place = row.substring(blank + 1);
        if (place.startsWith("{main}") || place.startsWith("[internal function]")) {
            return new FrameOwner(place, "<internal>", true);
        }
        int open = place.indexOf('(');
        return open > 0 && Rows.number(place, open + 1) >= 0 && place.startsWith("):", afterNumber(place, open + 1))
                ? KnownLibraries.ofFile(place.substring(0, open))
                : null;
    }

    private static int afterNumber(String text, int at) {
        int end = at;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** {@code from /app/order.rb:12:in 'save'}; with a message behind it, it is the head of a trace. */
    private static @Nullable FrameOwner ruby(String row) {
        String place = row.startsWith("from ") ? row.substring(5) : row;
        int in = place.indexOf(":in ");
        int line = in < 0 ? -1 : place.lastIndexOf(':', in - 1);
        boolean isFile = line > 0
                && Rows.number(place, line + 1) >= 0
                && place.substring(0, line).indexOf(' ') < 0;
        boolean isHead = isFile && (place.indexOf("': ", in) > 0);
        return isFile && !isHead ? KnownLibraries.ofFile(place.substring(0, line)) : null;
    }

    /** A function, and below it {@code \t/src/order.go:12 +0x1d}. */
    private static @Nullable FrameOwner go(String row, String place) {
        int go = place.indexOf(".go:");
        int position = go >= 0 ? go : place.indexOf(".s:");
        if (position <= 0
                || Rows.number(place, place.indexOf(':', position) + 1) < 0
                || place.substring(0, position).indexOf(' ') >= 0) {
            return null;
        }
        String function = row.startsWith("created by ") ? row.substring(11) : row;
        int name = function.indexOf('.', function.lastIndexOf('/', firstParenthesis(function)) + 1);
        if (name <= 0 || function.substring(0, name).indexOf(' ') >= 0) {
            return null;
        }
        String importPath = function.substring(0, name);
        FrameOwner file = KnownLibraries.ofFile(place.substring(0, position));
        boolean isLibrary =
                file.isLibrary() || place.substring(0, position).contains("@v") || KnownLibraries.isGo(importPath);
        return new FrameOwner(
                importPath, file.isLibrary() && !file.root().equals("go") ? file.root() : importPath, isLibrary);
    }

    private static int firstParenthesis(String function) {
        int open = function.indexOf('(');
        return open < 0 ? function.length() : open;
    }
}
