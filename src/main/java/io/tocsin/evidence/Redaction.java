package io.tocsin.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Hides secrets in log lines before they leave for a chat. Equal lines give equal results. */
public final class Redaction {

    /**
     * Hides passwords and tokens that are named or known by their form, private keys, credentials in addresses, e-mail
     * addresses, payment card numbers and Korean resident registration numbers.
     */
    public static final Redaction STANDARD = new Redaction(StandardRules.ALL, true, List.of());

    /** Hides nothing. */
    public static final Redaction NONE = new Redaction(List.of(), false, List.of());

    private final List<RedactionRule> standard;
    private final boolean hidesNumbers;
    private final List<RedactionRule> additional;

    private Redaction(List<RedactionRule> standard, boolean hidesNumbers, List<RedactionRule> additional) {
        this.standard = standard;
        this.hidesNumbers = hidesNumbers;
        this.additional = List.copyOf(additional);
    }

    /** This redaction, and then these rules too. */
    public Redaction with(List<RedactionRule> rules) {
        List<RedactionRule> all = new ArrayList<>(additional);
        all.addAll(rules);
        return new Redaction(standard, hidesNumbers, all);
    }

    /** Only what was configured, so that rules written for a line's raw form meet it. */
    String applyOwn(String text) {
        String lowerCase = additional.isEmpty() ? "" : text.toLowerCase(Locale.ROOT);
        String result = text;
        for (RedactionRule rule : additional) {
            result = rule.apply(result, lowerCase);
        }
        return result;
    }

    public String apply(String text) {
        String lowerCase = text.toLowerCase(Locale.ROOT);
        String result = text;
        for (RedactionRule rule : standard) {
            result = rule.apply(result, lowerCase);
        }
        result = hidesNumbers ? NumberRedaction.apply(result) : result;
        return applyOwn(result);
    }
}
