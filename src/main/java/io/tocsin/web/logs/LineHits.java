package io.tocsin.web.logs;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tocsin.logql.ast.LineFilterOperator;
import io.tocsin.logql.ast.LineFilterStage;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.regex.BoundedRegex;
import java.util.ArrayList;
import java.util.List;

/** Splits log lines at what a query's line filters looked for. Takes time in proportion to the line, whatever the regex. */
final class LineHits {

    private static final int MAX_HITS_PER_LINE = 100;

    private final List<Pattern> patterns;

    private LineHits(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    /** A part of a line. */
    record HitPart(String text, boolean isHit) {}

    /** Only filters that a line must satisfy point at something in it. */
    static LineHits of(LogSelectorExpr query) {
        List<Pattern> patterns = new ArrayList<>();
        query.stages().stream()
                .filter(LineFilterStage.class::isInstance)
                .map(LineFilterStage.class::cast)
                .filter(stage -> stage.operator() == LineFilterOperator.CONTAINS
                        || stage.operator() == LineFilterOperator.MATCHES)
                .forEach(stage -> stage.alternatives().stream()
                        .filter(operand -> !operand.isIp() && !operand.value().isEmpty())
                        .forEach(operand -> add(stage.operator(), operand.value(), patterns)));
        return new LineHits(patterns);
    }

    private static void add(LineFilterOperator operator, String value, List<Pattern> patterns) {
        try {
            patterns.add(BoundedRegex.compile(operator == LineFilterOperator.CONTAINS ? Pattern.quote(value) : value));
        } catch (PatternSyntaxException e) {
            // The data source takes it or refuses it; here it only would have coloured something.
            return;
        }
    }

    /** The parts in order; together they are the line. */
    List<HitPart> split(String line) {
        boolean[] isHit = new boolean[line.length()];
        for (Pattern pattern : patterns) {
            Matcher matcher = pattern.matcher(line);
            for (int i = 0; i < MAX_HITS_PER_LINE && matcher.find(); i++) {
                java.util.Arrays.fill(isHit, matcher.start(), matcher.end(), true);
            }
        }
        List<HitPart> parts = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= line.length(); i++) {
            if (i == line.length() || isHit[i] != isHit[start]) {
                parts.add(new HitPart(line.substring(start, i), isHit[start]));
                start = i;
            }
        }
        return parts;
    }
}
