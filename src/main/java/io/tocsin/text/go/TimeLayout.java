package io.tocsin.text.go;

import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;

/** Go's time layouts: the reference time Mon Jan 2 15:04:05 MST 2006 written the way a time shall be written. */
public final class TimeLayout {

    /** The elements of a layout, the longer one before each of its prefixes. */
    static final List<String> ELEMENTS = List.of(
            "January",
            "Jan",
            "Monday",
            "Mon",
            "MST",
            "2006",
            "-07:00:00",
            "-070000",
            "-07:00",
            "-0700",
            "-07",
            "Z07:00:00",
            "Z070000",
            "Z07:00",
            "Z0700",
            "Z07",
            "002",
            "__2",
            "01",
            "02",
            "03",
            "04",
            "05",
            "06",
            "15",
            "_2006",
            "_2",
            "PM",
            "pm",
            "1",
            "2",
            "3",
            "4",
            "5");

    private TimeLayout() {}

    public static String format(String layout, GoTime time) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < layout.length()) {
            String element = elementAt(layout, at);
            if (element.isEmpty()) {
                text.append(layout.charAt(at++));
            } else {
                append(text, element, time);
                at += element.length();
            }
        }
        return text.toString();
    }

    /** The layout element that starts here, or the empty string. */
    static String elementAt(String layout, int at) {
        char first = layout.charAt(at);
        if (first == '.' || first == ',') {
            return fractionAt(layout, at);
        }
        for (String element : ELEMENTS) {
            if (layout.startsWith(element, at) && isWholeElement(layout, at, element)) {
                // "_2006" is a literal underscore followed by the year.
                return element.equals("_2006") ? "" : element;
            }
        }
        return "";
    }

    private static boolean isWholeElement(String layout, int at, String element) {
        if (element.equals("_2") && layout.startsWith("_2006", at)) {
            return false;
        }
        int end = at + element.length();
        return !(element.equals("Jan") || element.equals("Mon"))
                || end == layout.length()
                || !Character.isLowerCase(layout.charAt(end))
                || element.equals("Mon");
    }

    private static String fractionAt(String layout, int at) {
        int end = at + 1;
        if (end >= layout.length() || layout.charAt(end) != '0' && layout.charAt(end) != '9') {
            return "";
        }
        char digit = layout.charAt(end);
        while (end < layout.length() && layout.charAt(end) == digit) {
            end++;
        }
        return end < layout.length() && Character.isDigit(layout.charAt(end)) ? "" : layout.substring(at, end);
    }

    private static void append(StringBuilder text, String element, GoTime time) {
        ZonedDateTime value = time.value();
        switch (element.charAt(0)) {
            case '.', ',' -> text.append(fraction(element, value.getNano()));
            case '-' -> text.append(offset(value.getOffset().getTotalSeconds(), element));
            case 'Z' ->
                text.append(
                        value.getOffset().getTotalSeconds() == 0
                                ? "Z"
                                : offset(value.getOffset().getTotalSeconds(), element.replace('Z', '-')));
            default -> text.append(simple(element, time));
        }
    }

    private static String simple(String element, GoTime time) {
        ZonedDateTime value = time.value();
        return switch (element) {
            case "January" -> value.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Jan" ->
                value.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3);
            case "Monday" -> value.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Mon" ->
                value.getDayOfWeek()
                        .getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                        .substring(0, 3);
            case "MST" -> time.zoneName();
            case "PM" -> value.getHour() >= 12 ? "PM" : "AM";
            case "pm" -> value.getHour() >= 12 ? "pm" : "am";
            default -> number(element, value);
        };
    }

    private static String number(String element, ZonedDateTime value) {
        int hour = value.getHour() % 12 == 0 ? 12 : value.getHour() % 12;
        return switch (element) {
            case "2006" -> String.format(Locale.ROOT, "%04d", value.getYear());
            case "06" -> padded(Math.floorMod(value.getYear(), 100));
            case "01" -> padded(value.getMonthValue());
            case "1" -> Integer.toString(value.getMonthValue());
            case "02" -> padded(value.getDayOfMonth());
            case "_2" -> String.format(Locale.ROOT, "%2d", value.getDayOfMonth());
            case "2" -> Integer.toString(value.getDayOfMonth());
            case "002" -> String.format(Locale.ROOT, "%03d", value.getDayOfYear());
            case "__2" -> String.format(Locale.ROOT, "%3d", value.getDayOfYear());
            case "15" -> padded(value.getHour());
            case "03" -> padded(hour);
            case "3" -> Integer.toString(hour);
            case "04" -> padded(value.getMinute());
            case "4" -> Integer.toString(value.getMinute());
            case "05" -> padded(value.getSecond());
            default -> Integer.toString(value.getSecond());
        };
    }

    private static String padded(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }

    private static String fraction(String element, int nanos) {
        String digits = String.format(Locale.ROOT, "%09d", nanos);
        String cut = digits.substring(0, Math.min(9, element.length() - 1));
        if (element.charAt(1) == '0') {
            return element.charAt(0) + cut + "0".repeat(Math.max(0, element.length() - 10));
        }
        String trimmed = cut.replaceAll("0+$", "");
        return trimmed.isEmpty() ? "" : element.charAt(0) + trimmed;
    }

    /** The offset in the form of an element that begins with a minus sign. */
    static String offset(int totalSeconds, String element) {
        int absolute = Math.abs(totalSeconds);
        String colon = element.contains(":") ? ":" : "";
        StringBuilder text = new StringBuilder(totalSeconds < 0 ? "-" : "+").append(padded(absolute / 3600));
        if (element.length() > 3) {
            text.append(colon).append(padded(absolute / 60 % 60));
        }
        if (element.length() > 6) {
            text.append(colon).append(padded(absolute % 60));
        }
        return text.toString();
    }
}
