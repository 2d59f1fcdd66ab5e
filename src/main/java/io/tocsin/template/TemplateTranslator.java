package io.tocsin.template;

import io.tocsin.template.TemplateSource.Piece;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns a template as its author wrote it into a Mustache template of numbered slots. The engine below never sees the
 * author's tags, so nothing in them can reach it.
 */
final class TemplateTranslator {

    static final int MAX_NESTING = 20;
    private static final Pattern ASSIGNMENT = Pattern.compile("\\s*\\$([\\p{L}_]\\w*)\\s*:?=(.*)", Pattern.DOTALL);
    private static final Pattern KEYWORD =
            Pattern.compile("\\s*(if|else|end|with|range|define|template|block|break|continue)\\b(.*)", Pattern.DOTALL);
    private static final Set<String> UNSUPPORTED = Set.of("range", "define", "template", "block", "break", "continue");

    private final TemplateSource source;
    private final List<Piece> pieces;
    private final GoNames names;
    private final List<Slot> slots = new ArrayList<>();
    private final StringBuilder mustache = new StringBuilder();
    private final Deque<OpenBlock> blocks = new ArrayDeque<>();
    private int next;

    TemplateTranslator(TemplateSource source, TemplateNames names) {
        this.source = source;
        this.names = new GoNames(names);
        this.pieces = source.pieces();
    }

    /**
     * A section or a Go block that is not closed yet.
     *
     * @param name what must close it; {@code end} for Go blocks
     * @param slots the sections to close, innermost last: an {@code else if} opens a second one
     */
    private record OpenBlock(String name, Place place, List<Integer> slots, Expression test, boolean bindsDot) {

        boolean isGo() {
            return name.equals("end");
        }
    }

    List<Slot> slots() {
        return slots;
    }

    String translate() {
        while (next < pieces.size()) {
            Piece piece = pieces.get(next++);
            if (piece.isTag()) {
                tag(piece);
            } else {
                text(piece.text());
            }
        }
        if (!blocks.isEmpty()) {
            OpenBlock open = blocks.element();
            throw open.place()
                    .problem("this section is never closed by {{" + (open.isGo() ? "" : "/") + open.name + "}}");
        }
        return mustache.toString();
    }

    private void text(String text) {
        if (text.endsWith("{")) {
            mustache.append(text, 0, text.length() - 1);
            slot("", new Slot.Text("{"));
        } else {
            mustache.append(text);
        }
    }

    private void tag(Piece piece) {
        String content = piece.text();
        int start = content.length() - content.stripLeading().length();
        Place place = source.placeAt(piece.offset());
        String rest = content.strip();
        if (rest.isEmpty()) {
            throw place.problem("this tag is empty");
        }
        int offset = piece.offset() + start;
        switch (rest.charAt(0)) {
            case '!' -> {}
            case '#' -> openSection(rest.substring(1), offset + 1, false);
            case '^' -> openSection(rest.substring(1), offset + 1, true);
            case '/' -> closeOrComment(rest, offset);
            case '&' -> throw place.problem("unescaped values ({{&…}}) are not allowed; write {{…}}");
            case '>' -> throw place.problem("including other templates ({{>…}}) is not allowed");
            case '=' -> throw place.problem("changing the delimiters ({{=…=}}) is not allowed");
            case '%', '<' -> throw place.problem("the tag {{" + rest.charAt(0) + "…}} is not supported");
            default -> goOrName(content, piece.offset());
        }
    }

    private void closeOrComment(String rest, int offset) {
        if (rest.startsWith("/*")) {
            return;
        }
        String name = rest.substring(1).strip();
        if (blocks.isEmpty()
                || blocks.element().isGo()
                || !blocks.element().name.equals(name)) {
            throw source.placeAt(offset)
                    .problem(
                            blocks.isEmpty()
                                    ? "{{/" + name + "}} closes nothing"
                                    : "{{/" + name + "}} closes nothing; the open section is \"" + blocks.element().name
                                            + "\"");
        }
        closeBlock();
    }

    private void openSection(String text, int offset, boolean isInverted) {
        String name = text.strip();
        int nameOffset = offset + text.indexOf(name);
        String function = TemplateFunction.SECTIONS.get(name);
        if (function != null) {
            if (isInverted) {
                throw source.placeAt(nameOffset).problem("\"" + name + "\" formats a value; it cannot be inverted");
            }
            interpolate(new FormattingSection(source, names, pieces).read(name, function, nameOffset, next));
            next = FormattingSection.endOf(pieces, next, name, source.placeAt(nameOffset));
            return;
        }
        Expression expression = ExpressionParser.parse(name, nameOffset, source, names);
        Place place = source.placeAt(nameOffset);
        open(new OpenBlock(name, place, new ArrayList<>(), expression, false));
        openSlot(isInverted ? "^" : "#", new Slot.Section(expression));
        names.enterSection();
    }

    private void goOrName(String content, int offset) {
        Matcher assignment = ASSIGNMENT.matcher(content);
        if (assignment.matches()) {
            Expression value = expression(assignment.group(2), offset + assignment.start(2));
            names.assign(assignment.group(1), value);
            return;
        }
        Matcher keyword = KEYWORD.matcher(content);
        if (keyword.matches() && !names.knows(keyword.group(1))) {
            keyword(keyword.group(1), keyword.group(2), offset + keyword.start(1), offset + keyword.start(2));
            return;
        }
        interpolate(expression(content, offset));
    }

    private Expression expression(String content, int offset) {
        Expression expression = ExpressionParser.parse(content, offset, source, names);
        names.rejectBareValues(expression);
        return expression;
    }

    private void keyword(String keyword, String rest, int offset, int restOffset) {
        Place place = source.placeAt(offset);
        if (UNSUPPORTED.contains(keyword)) {
            throw place.problem("{{ " + keyword + " … }} is not supported in alert texts; name the values one by one,"
                    + " as in {{labels.host}}");
        }
        switch (keyword) {
            case "if", "with" -> openGo(keyword, test(rest, restOffset), place);
            case "else" -> orElse(rest, restOffset, place);
            default -> {
                if (blocks.isEmpty() || !blocks.element().isGo()) {
                    throw place.problem("{{ end }} closes nothing");
                }
                closeBlock();
            }
        }
    }

    /** What follows {@code if} or {@code with}, which may name its value: {@code with $x := …}. */
    private Expression test(String rest, int offset) {
        Matcher assignment = ASSIGNMENT.matcher(rest);
        if (!assignment.matches()) {
            return expression(rest, offset);
        }
        Expression value = expression(assignment.group(2), offset + assignment.start(2));
        names.assign(assignment.group(1), value);
        return value;
    }

    private void openGo(String keyword, Expression test, Place place) {
        boolean bindsDot = keyword.equals("with");
        open(new OpenBlock("end", place, new ArrayList<>(), test, bindsDot));
        openSlot("#", new Slot.Test(test));
        if (bindsDot) {
            names.enterDot(test);
        }
    }

    private void orElse(String rest, int restOffset, Place place) {
        if (blocks.isEmpty() || !blocks.element().isGo()) {
            throw place.problem("{{ else }} belongs to no {{ if }}");
        }
        OpenBlock block = blocks.pop();
        if (block.bindsDot) {
            names.leaveDot();
        }
        if (block.slots.size() > MAX_NESTING) {
            throw place.problem("more than " + MAX_NESTING + " branches in one {{ if }}");
        }
        int last = block.slots.remove(block.slots.size() - 1);
        mustache.append("{{/e").append(last).append("}}");
        Matcher condition = KEYWORD.matcher(rest);
        boolean isElseIf = condition.matches() && condition.group(1).equals("if");
        Expression test = isElseIf ? test(condition.group(2), restOffset + condition.start(2)) : block.test;
        if (!isElseIf && !rest.isBlank()) {
            throw place.problem("{{ else }} is followed by \"" + rest.strip() + "\", which is not understood");
        }
        blocks.push(new OpenBlock(block.name, block.place, block.slots, test, false));
        openSlot("^", new Slot.Test(block.test));
        if (isElseIf) {
            openSlot("#", new Slot.Test(test));
        }
    }

    private void open(OpenBlock block) {
        if (blocks.size() >= MAX_NESTING) {
            throw block.place.problem("more than " + MAX_NESTING + " sections inside each other");
        }
        blocks.push(block);
    }

    private void closeBlock() {
        OpenBlock block = blocks.pop();
        if (block.bindsDot) {
            names.leaveDot();
        }
        if (!block.isGo()) {
            names.leaveSection();
        }
        for (int i = block.slots.size() - 1; i >= 0; i--) {
            mustache.append("{{/e").append(block.slots.get(i)).append("}}");
        }
    }

    private void openSlot(String sigil, Slot slot) {
        blocks.element().slots.add(slots.size());
        slot(sigil, slot);
    }

    private void interpolate(Expression expression) {
        slot("", new Slot.Interpolation(expression));
    }

    private void slot(String sigil, Slot slot) {
        mustache.append("{{").append(sigil).append('e').append(slots.size()).append("}}");
        slots.add(slot);
    }
}
