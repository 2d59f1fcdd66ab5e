package io.tocsin.web.alerts;

/** A text is no filter of alerts: what is wrong, where, and what was probably meant. */
public final class FilterProblem extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String argument;
    private final String suggestion;
    private final int start;
    private final int end;

    /**
     * @param code ends a message's key {@code alerts.filter.problem.…}
     * @param argument what the message names
     * @param suggestion what was probably meant; empty when nothing comes near
     */
    FilterProblem(String code, String argument, String suggestion, FilterParts.FilterPart part) {
        super(code + " " + argument);
        this.code = code;
        this.argument = argument;
        this.suggestion = suggestion;
        this.start = part.start();
        this.end = part.end();
    }

    public String code() {
        return code;
    }

    public String argument() {
        return argument;
    }

    public String suggestion() {
        return suggestion;
    }

    /** What stands before the part that is wrong in the filter. */
    public String before(String filter) {
        return filter.substring(0, start);
    }

    public String wrong(String filter) {
        return filter.substring(start, end);
    }

    public String after(String filter) {
        return filter.substring(end);
    }
}
