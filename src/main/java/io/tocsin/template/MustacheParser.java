package io.tocsin.template;

import io.tocsin.gotemplate.HumanFormat;
import io.tocsin.template.Slot.Format;
import io.tocsin.template.Slot.Formatting;
import io.tocsin.template.TemplateSource.Piece;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns a Mustache template as its author wrote it into one of numbered slots. The engine below never sees the author's
 * tags, so nothing in them can reach it.
 */
final class MustacheParser {

    static final Pattern NAME = Pattern.compile("[\\p{L}_@][\\p{L}\\p{N}_@./-]*");

    private static final int MAX_NESTING = 20;

    private static final Format PERCENTAGE = number("humanizePercentage", HumanFormat::percentage);
    private static final Format DURATION = number("humanizeDuration", HumanFormat::duration);
    private static final Format TIMESTAMP = new Format("humanizeTimestamp", MustacheParser::timestamp);

    /** Formatting sections, some of which have a shorter name besides that of the Go function. */
    private static final Map<String, Format> FORMATS = Map.of(
            "humanize", number("humanize", HumanFormat::humanize),
            "humanize1024", number("humanize1024", HumanFormat::humanize1024),
            "percent", PERCENTAGE,
            "humanizePercentage", PERCENTAGE,
            "duration", DURATION,
            "humanizeDuration", DURATION,
            "timestamp", TIMESTAMP,
            "humanizeTimestamp", TIMESTAMP);

    private final TemplateSource source;
    private final List<Piece> pieces;
    private final TemplateNames names;
    private final List<Slot> slots = new ArrayList<>();
    private final StringBuilder mustache = new StringBuilder();
    private final Deque<OpenSection> sections = new ArrayDeque<>();
    private int next;
    private int lineEnd = -1;

    MustacheParser(TemplateSource source, List<Piece> pieces, TemplateNames names) {
        this.source = source;
        this.pieces = StandaloneTags.without(pieces, MustacheParser::takesNoLine);
        this.names = names;
    }

    private static Format number(String name, DoubleFunction<String> format) {
        return new Format(name, value -> format.apply(Values.number(value)));
    }

    /** An instant that is not known yet is the empty text. */
    private static String timestamp(@Nullable Object value) {
        if (value instanceof Instant time) {
            return HumanFormat.timestamp(time);
        }
        return Values.text(value).isEmpty() ? "" : HumanFormat.timestamp(Values.number(value));
    }

    /** A section that is not closed yet. */
    private record OpenSection(String name, Place place, int slot) {}

    List<Slot> slots() {
        return slots;
    }

    /** @throws TemplateException when a tag is not understood, or names what is not known */
    String parse() {
        while (next < pieces.size()) {
            Piece piece = pieces.get(next++);
            if (piece.isTag()) {
                tag(piece);
            } else {
                text(piece.text());
            }
        }
        if (!sections.isEmpty()) {
            OpenSection open = sections.element();
            throw open.place().problem("this section is never closed by {{/" + open.name() + "}}");
        }
        return mustache.toString();
    }

    private static boolean takesNoLine(String tag) {
        boolean isOfSection = !tag.isEmpty() && "#^/!".indexOf(tag.charAt(0)) >= 0;
        return isOfSection && !FORMATS.containsKey(tag.substring(1).strip());
    }

    private void text(String text) {
        boolean endsOpen = text.endsWith("{");
        String plain = endsOpen ? text.substring(0, text.length() - 1) : text;
        int from = 0;
        for (int end = plain.indexOf('\n'); end >= 0; end = plain.indexOf('\n', from)) {
            mustache.append(plain, from, end);
            lineEnd();
            from = end + 1;
        }
        mustache.append(plain, from, plain.length());
        if (endsOpen) {
            slot("", new Slot(Slot.Kind.TEXT, "{", true, List.of(), source.placeAt(0)));
        }
    }

    private void lineEnd() {
        if (lineEnd < 0) {
            lineEnd = slots.size();
            slots.add(new Slot(Slot.Kind.TEXT, "\n", true, List.of(), source.placeAt(0)));
        }
        mustache.append("{{e").append(lineEnd).append("}}");
    }

    private void tag(Piece piece) {
        String rest = piece.text().strip();
        Place place = source.placeAt(piece.offset());
        if (rest.isEmpty()) {
            throw place.problem("this tag is empty");
        }
        int offset = piece.contentOffset();
        switch (rest.charAt(0)) {
            case '!' -> {}
            case '#', '^' -> openSection(rest.charAt(0), rest.substring(1), offset + 1);
            case '/' -> closeSection(rest, offset);
            case '&' -> throw place.problem("unescaped values ({{&…}}) are not allowed; write {{…}}");
            case '>' -> throw place.problem("including other templates ({{>…}}) is not allowed");
            case '=' -> throw place.problem("changing the delimiters ({{=…=}}) is not allowed");
            case '%', '<' -> throw place.problem("the tag {{" + rest.charAt(0) + "…}} is not supported");
            default -> slot("", name(Slot.Kind.VALUE, rest, offset, List.of()));
        }
    }

    private void closeSection(String rest, int offset) {
        if (rest.startsWith("/*")) {
            return;
        }
        String name = rest.substring(1).strip();
        if (sections.isEmpty() || !sections.element().name().equals(name)) {
            String open = sections.isEmpty()
                    ? ""
                    : "; the open section is \"" + sections.element().name() + "\"";
            throw source.placeAt(offset).problem("{{/" + name + "}} closes nothing" + open);
        }
        mustache.append("{{/e").append(sections.pop().slot()).append("}}");
    }

    private void openSection(char sigil, String text, int offset) {
        String name = text.strip();
        int nameOffset = offset + text.indexOf(name);
        Place place = source.placeAt(nameOffset);
        if (FORMATS.containsKey(name)) {
            if (sigil == '^') {
                throw place.problem("\"" + name + "\" formats a value; it cannot be inverted");
            }
            slot("", formatted(name, place, List.of()));
            return;
        }
        if (sections.size() >= MAX_NESTING) {
            throw place.problem("more than " + MAX_NESTING + " sections inside each other");
        }
        Slot section = name(Slot.Kind.SECTION, name, nameOffset, List.of());
        sections.push(new OpenSection(name, place, slots.size()));
        slot(String.valueOf(sigil), section);
    }

    /**
     * Reads {@code {{value}}{{/humanize}}}: exactly one value, and the end of the section.
     *
     * @param outer the sections around this one, innermost first
     */
    private Slot formatted(String section, Place place, List<Formatting> outer) {
        if (outer.size() >= MAX_NESTING) {
            throw place.problem("more than " + MAX_NESTING + " sections inside each other");
        }
        List<Formatting> formats = new ArrayList<>();
        formats.add(new Formatting(FORMATS.getOrDefault(section, TIMESTAMP), place));
        formats.addAll(outer);
        @Nullable Slot value = null;
        while (next < pieces.size()) {
            Piece piece = pieces.get(next++);
            String content = piece.text().strip();
            if (piece.isTag()
                    && content.startsWith("/")
                    && content.substring(1).strip().equals(section)) {
                if (value == null) {
                    throw wrongContent(section, place);
                }
                return value;
            }
            if (piece.isTag() || !content.isEmpty()) {
                Place here = source.placeAt(piece.offset());
                if (value != null) {
                    throw wrongContent(section, here);
                }
                value = inside(section, piece, here, formats);
            }
        }
        throw place.problem("this section is never closed by {{/" + section + "}}");
    }

    private Slot inside(String section, Piece piece, Place here, List<Formatting> formats) {
        String content = piece.text().strip();
        if (!piece.isTag()) {
            return new Slot(Slot.Kind.VALUE, content, true, formats, here);
        }
        if (!content.startsWith("#")) {
            return name(Slot.Kind.VALUE, content, piece.contentOffset(), formats);
        }
        String inner = content.substring(1).strip();
        if (!FORMATS.containsKey(inner)) {
            throw wrongContent(section, here);
        }
        return formatted(inner, here, formats);
    }

    private static TemplateException wrongContent(String section, Place place) {
        return place.problem("the section \"" + section + "\" must contain exactly one value, as in {{#" + section
                + "}}{{value}}{{/" + section + "}}");
    }

    private Slot name(Slot.Kind kind, String name, int offset, List<Formatting> formats) {
        Place place = source.placeAt(offset);
        if (name.equals(".") && sections.isEmpty()) {
            throw place.problem("\".\" has no meaning outside a section; write {{value}} or {{labels.NAME}}");
        }
        if (!name.equals(".") && !NAME.matcher(name).matches()) {
            throw place.problem("\"" + name + "\" is not a name");
        }
        String problem = names.problemOf(name);
        if (problem != null) {
            throw place.problem(problem);
        }
        return new Slot(kind, name, false, formats, place);
    }

    private void slot(String sigil, Slot slot) {
        mustache.append("{{").append(sigil).append('e').append(slots.size()).append("}}");
        slots.add(slot);
    }
}
