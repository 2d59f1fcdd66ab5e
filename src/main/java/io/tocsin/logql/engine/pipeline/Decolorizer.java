package io.tocsin.logql.engine.pipeline;

import com.google.re2j.Pattern;

/** {@code | decolorize}: removes ANSI escape sequences from the line. */
final class Decolorizer implements Stage {

    /** An escape, then a command that ends in BEL, or up to a final letter. */
    private static final Pattern SEQUENCE = Pattern.compile("[\u001b\u009b][\\[\\]()#;?]*"
            + "(?:(?:(?:[a-zA-Z0-9]*(?:;[a-zA-Z0-9]*)*)?\u0007)"
            + "|(?:(?:[0-9]{1,4}(?:;[0-9]{0,4})*)?[0-9A-PRZcf-ntqry=><~]))");

    @Override
    public boolean process(Entry entry) {
        String text = entry.text();
        if (text.indexOf('\u001b') >= 0 || text.indexOf('\u009b') >= 0) {
            entry.setLine(SEQUENCE.matcher(text).replaceAll(""));
        }
        return true;
    }
}
