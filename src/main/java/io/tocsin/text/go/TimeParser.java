package io.tocsin.text.go;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a time in the form of a {@link TimeLayout}. */
public final class TimeParser {

    private static final List<String> MONTHS = names(Month.values());
    private static final List<String> DAYS = names(DayOfWeek.values());

    private final String text;
    private int at;
    private int year;
    private int month = 1;
    private int day = 1;
    private int dayOfYear;
    private int hour;
    private int minute;
    private int second;
    private int nanos;
    private boolean afternoon;
    private boolean morning;
    private @Nullable ZoneId zone;

    private static List<String> names(Enum<?>[] constants) {
        return Stream.of(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private TimeParser(String text) {
        this.text = text;
    }

    /** The time, in the given zone unless the text names one; null if the text does not have the layout's form. */
    public static @Nullable GoTime parse(String layout, String text, ZoneId zone) {
        TimeParser parser = new TimeParser(text);
        try {
            return parser.read(layout) ? parser.result(zone) : null;
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    private boolean read(String layout) {
        int layoutAt = 0;
        while (layoutAt < layout.length()) {
            String element = TimeLayout.elementAt(layout, layoutAt);
            if (element.isEmpty()) {
                if (at >= text.length() || text.charAt(at) != layout.charAt(layoutAt)) {
                    return false;
                }
                at++;
                layoutAt++;
            } else if (readElement(element)) {
                layoutAt += element.length();
                if (element.equals("05") || element.equals("5")) {
                    readFractionUnlessExpected(layout, layoutAt);
                }
            } else {
                return false;
            }
        }
        return at == text.length();
    }

    private void readFractionUnlessExpected(String layout, int layoutAt) {
        boolean isExpected = layoutAt < layout.length()
                && !TimeLayout.elementAt(layout, layoutAt).isEmpty()
                && (layout.charAt(layoutAt) == '.' || layout.charAt(layoutAt) == ',');
        boolean isThere = at + 1 < text.length()
                && (text.charAt(at) == '.' || text.charAt(at) == ',')
                && Character.isDigit(text.charAt(at + 1));
        if (isThere && !isExpected) {
            readFraction();
        }
    }

    private boolean readElement(String element) {
        switch (element.charAt(0)) {
            case '.', ',' -> {
                return readFractionElement(element);
            }
            case '-', 'Z' -> {
                return readOffset(element);
            }
            case 'J' -> {
                month = readName(MONTHS, element.equals("Jan")) + 1;
                return month > 0;
            }
            case 'M' -> {
                return element.equals("MST") ? readZoneName() : readName(DAYS, element.equals("Mon")) >= 0;
            }
            case 'P', 'p' -> {
                return readHalfOfDay(element);
            }
            default -> {
                return readNumber(element);
            }
        }
    }

    private boolean readHalfOfDay(String element) {
        afternoon = text.startsWith(element, at);
        morning = text.startsWith(element.equals("PM") ? "AM" : "am", at);
        at += 2;
        return afternoon || morning;
    }

    private boolean readNumber(String element) {
        switch (element) {
            case "2006" -> year = digits(4, 4);
            case "06" -> {
                int short2 = digits(2, 2);
                year = short2 >= 69 ? 1900 + short2 : 2000 + short2;
            }
            case "01" -> month = digits(2, 2);
            case "1" -> month = digits(1, 2);
            case "02" -> day = digits(2, 2);
            case "_2" -> {
                skipBlank();
                day = digits(1, 2);
            }
            case "2" -> day = digits(1, 2);
            case "002" -> dayOfYear = digits(3, 3);
            case "__2" -> {
                skipBlank();
                skipBlank();
                dayOfYear = digits(1, 3);
            }
            case "15" -> hour = digits(2, 2);
            case "03" -> hour = halfDayHour(digits(2, 2));
            case "3" -> hour = halfDayHour(digits(1, 2));
            case "04" -> minute = digits(2, 2);
            case "4" -> minute = digits(1, 2);
            case "05" -> second = digits(2, 2);
            default -> second = digits(1, 2);
        }
        return true;
    }

    private static int halfDayHour(int number) {
        if (number > 12) {
            throw new NumberFormatException("hour out of range");
        }
        return number;
    }

    private void skipBlank() {
        if (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private int digits(int least, int most) {
        int end = at;
        while (end < text.length() && end - at < most && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        if (end - at < least) {
            throw new NumberFormatException("digit expected");
        }
        int number = Integer.parseInt(text.substring(at, end));
        at = end;
        return number;
    }

    private int readName(List<String> names, boolean isShort) {
        String rest = text.substring(at).toLowerCase(Locale.ROOT);
        for (int i = 0; i < names.size(); i++) {
            String name = isShort ? names.get(i).substring(0, 3) : names.get(i);
            if (rest.startsWith(name)) {
                at += name.length();
                return i;
            }
        }
        return -1;
    }

    private boolean readFractionElement(String element) {
        boolean isThere = at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == ',');
        if (element.charAt(1) == '9') {
            if (isThere && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1))) {
                readFraction();
            }
            return true;
        }
        int end = at + element.length();
        if (!isThere || end > text.length()) {
            return false;
        }
        nanos = Integer.parseInt((text.substring(at + 1, end) + "00000000").substring(0, 9));
        at = end;
        return true;
    }

    private void readFraction() {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        nanos = Integer.parseInt((text.substring(at + 1, end) + "00000000").substring(0, 9));
        at = end;
    }

    private boolean readOffset(String element) {
        if (element.charAt(0) == 'Z' && text.startsWith("Z", at)) {
            at++;
            zone = ZoneOffset.UTC;
            return true;
        }
        if (at >= text.length() || text.charAt(at) != '+' && text.charAt(at) != '-') {
            return false;
        }
        int sign = text.charAt(at++) == '-' ? -1 : 1;
        int seconds = digits(2, 2) * 3600;
        boolean hasColon = element.contains(":");
        if (element.length() > 3) {
            seconds += offsetPart(hasColon) * 60;
        }
        if (element.length() > 6) {
            seconds += offsetPart(hasColon);
        }
        zone = ZoneOffset.ofTotalSeconds(sign * seconds);
        return true;
    }

    private int offsetPart(boolean hasColon) {
        if (hasColon) {
            if (at >= text.length() || text.charAt(at) != ':') {
                throw new NumberFormatException("colon expected");
            }
            at++;
        }
        return digits(2, 2);
    }

    private boolean readZoneName() {
        int end = at;
        while (end < text.length() && text.charAt(end) >= 'A' && text.charAt(end) <= 'Z') {
            end++;
        }
        if (end - at < 3) {
            return false;
        }
        // Go takes an abbreviation it does not know in the given zone as an offset of zero.
        zone = ZoneOffset.UTC;
        at = end;
        return true;
    }

    private GoTime result(ZoneId defaultZone) {
        int hours = afternoon && hour < 12 ? hour + 12 : morning && hour == 12 ? 0 : hour;
        LocalDateTime local = LocalDateTime.of(year, month, day, hours, minute, second, nanos);
        if (dayOfYear > 0) {
            local = local.withDayOfYear(dayOfYear);
        }
        return new GoTime(local.atZone(zone == null ? defaultZone : zone));
    }
}
