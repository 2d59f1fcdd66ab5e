package io.tocsin.notification.file;

import io.tocsin.notification.TimeInterval;
import io.tocsin.notification.TimeInterval.Range;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlSource;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads one entry of {@code time_intervals}. */
final class TimeIntervalReader {

    private static final Set<String> FIELDS =
            Set.of("times", "weekdays", "days_of_month", "months", "years", "location");
    private static final Set<String> TIME_FIELDS = Set.of("start_time", "end_time");
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])|24:00");
    private static final int MINUTES_PER_HOUR = 60;
    private static final int END_OF_DAY = 24 * MINUTES_PER_HOUR;

    private final YamlSource source;

    TimeIntervalReader(YamlSource source) {
        this.source = source;
    }

    TimeInterval read(Node node) {
        YamlFields entries = YamlFields.of(node, "a time interval", FIELDS, Map.of(), source);
        ZoneId location = entries.value("location", TimeIntervalReader::zone);
        return new TimeInterval(
                times(entries),
                ranges(entries, "weekdays", CalendarRanges::weekdays),
                ranges(entries, "days_of_month", CalendarRanges::daysOfMonth),
                ranges(entries, "months", CalendarRanges::months),
                ranges(entries, "years", CalendarRanges::years),
                location == null ? ZoneOffset.UTC : location);
    }

    private static ZoneId zone(String name) {
        try {
            return name.equals("Local") ? ZoneId.systemDefault() : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + name + "\" is no time zone; write one as Asia/Seoul or UTC", e);
        }
    }

    private List<Range> ranges(YamlFields entries, String field, Function<String, Range> function) {
        List<Range> ranges = new ArrayList<>();
        for (ScalarNode scalar : entries.scalars(field)) {
            Range range = entries.read(scalar, field, function);
            if (range != null) {
                ranges.add(range);
            }
        }
        return ranges;
    }

    private List<Range> times(YamlFields entries) {
        List<Range> times = new ArrayList<>();
        for (Node node : entries.list("times")) {
            YamlFields time = YamlFields.of(node, "a time range", TIME_FIELDS, Map.of(), source);
            Integer start = minute(time, "start_time");
            Integer end = minute(time, "end_time");
            if (start != null && end != null && start >= end) {
                source.problems()
                        .add(node, "times: the start must be before the end; write a range over midnight as two");
            } else if (start != null && end != null) {
                times.add(new Range(start, end));
            }
        }
        return times;
    }

    private @Nullable Integer minute(YamlFields time, String field) {
        if (!time.has(field)) {
            source.problems().add(time.node(), "times: \"" + field + "\" is missing");
            return null;
        }
        return time.value(field, TimeIntervalReader::minuteOf);
    }

    private static int minuteOf(String text) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no time of day from 00:00 to 24:00, in quotes");
        }
        return parts.group(1) == null
                ? END_OF_DAY
                : Integer.parseInt(parts.group(1)) * MINUTES_PER_HOUR + Integer.parseInt(parts.group(2));
    }
}
