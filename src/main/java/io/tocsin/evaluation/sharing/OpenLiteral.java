package io.tocsin.evaluation.sharing;

import io.tocsin.logql.ast.Grouping;
import io.tocsin.logql.ast.LabelFilterStage;
import io.tocsin.logql.ast.LabelFormatStage;
import io.tocsin.logql.ast.LineFilterOperator;
import io.tocsin.logql.ast.LineFilterStage;
import io.tocsin.logql.ast.LogRange;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.PipelineStage;
import io.tocsin.logql.ast.Position;
import io.tocsin.logql.ast.RangeAggregation;
import io.tocsin.logql.ast.RangeOperation;
import io.tocsin.logql.ast.VectorAggregation;
import io.tocsin.logql.ast.VectorOperation;
import io.tocsin.text.go.Quoting;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The text of a line filter: {@code sum by (host) (count_over_time({job="ocr"} |= "ERROR-1" [5m]))}. Several are asked for
 * together by letting through what contains any of them, and by giving each line a label that says which of them it
 * contains, one digit for each, in the order of the texts. A line may contain several: it is counted once, under a value
 * with several ones, and belongs to each of these texts.
 *
 * <p>The label is set by the last stage, where the line still is what the filter saw, because the stages before only look;
 * no stage sees the label, and only the sum groups by it. So the lines of one text are those of the values with its digit, and the
 * sum of one text's counts is the sum of theirs.
 */
record OpenLiteral(VectorAggregation expr, RangeAggregation counted, int stage, String value) implements OpenPlace {

    /** That no collector gives to a stream. */
    static final String LABEL = "tocsin_texts";

    /** Beyond it a line costs more templates than the questions that are saved. */
    static final int MOST_TEXTS = 8;

    private static final Set<RangeOperation> PER_LINE = Set.of(
            RangeOperation.COUNT_OVER_TIME,
            RangeOperation.BYTES_OVER_TIME,
            RangeOperation.RATE,
            RangeOperation.BYTES_RATE);

    static List<OpenPlace> in(MetricExpr expr) {
        List<OpenPlace> places = new ArrayList<>();
        if (!(expr instanceof VectorAggregation sum)
                || sum.operation() != VectorOperation.SUM
                || !(sum.inner() instanceof RangeAggregation counted)
                || !isPlain(sum.grouping(), counted)) {
            return places;
        }
        List<PipelineStage> stages = counted.range().selector().stages();
        for (int i = 0; i < stages.size(); i++) {
            String text = text(stages.get(i));
            if (text != null) {
                places.add(new OpenLiteral(sum, counted, i, text));
            }
        }
        return places;
    }

    private static boolean isPlain(Grouping grouping, RangeAggregation counted) {
        return !grouping.without()
                // By an error's label a line that a filter cannot read is counted, and with all of its labels.
                && grouping.labels().stream().noneMatch(label -> label.equals(LABEL) || label.startsWith("__"))
                && PER_LINE.contains(counted.operation())
                && counted.grouping() == null
                && counted.range().unwrap() == null
                && counted.range().selector().stages().stream()
                        .allMatch(stage -> stage instanceof LineFilterStage || stage instanceof LabelFilterStage);
    }

    /** What the stage looks for; null when it is not one text that means the same bytes in every place. */
    private static @Nullable String text(PipelineStage stage) {
        if (!(stage instanceof LineFilterStage filter)
                || filter.operator() != LineFilterOperator.CONTAINS
                || filter.alternatives().size() != 1
                || filter.alternatives().get(0).isIp()) {
            return null;
        }
        String text = filter.alternatives().get(0).value();
        // U+FFFD stands for bytes that are no character, too.
        boolean isClear = !text.isEmpty() && ValuePattern.isQuotable(text) && text.indexOf('\uFFFD') < 0;
        return isClear ? text : null;
    }

    @Override
    public String shape() {
        return stage + " " + asking(filter(LineFilterOperator.CONTAINS, ""), Stream.empty(), expr.grouping());
    }

    @Override
    public int mostValues() {
        return MOST_TEXTS;
    }

    @Override
    public int characters() {
        return 2 * Quoting.quote(value).length() + template(value).length();
    }

    @Override
    public MetricExpr with(List<String> values) {
        String template = values.stream().map(OpenLiteral::template).collect(Collectors.joining());
        LabelFormatStage format = new LabelFormatStage(
                List.of(new LabelFormatStage.Assignment(LABEL, false, template)), Position.SYNTHETIC);
        List<String> labels = Stream.concat(expr.grouping().labels().stream(), Stream.of(LABEL))
                .toList();
        return asking(any(values), Stream.of(format), new Grouping(false, labels));
    }

    private static String template(String text) {
        return "{{if contains " + Quoting.quote(text) + " __line__}}1{{else}}0{{end}}";
    }

    /** Lets lines through that contain one of the texts. A text that contains another one adds none to them. */
    private static LineFilterStage any(List<String> values) {
        List<String> shortest = values.stream()
                .filter(text -> values.stream().noneMatch(other -> !other.equals(text) && text.contains(other)))
                .toList();
        return shortest.size() == 1
                ? filter(LineFilterOperator.CONTAINS, shortest.get(0))
                : filter(
                        LineFilterOperator.MATCHES,
                        shortest.stream().map(ValuePattern::quote).collect(Collectors.joining("|")));
    }

    private static LineFilterStage filter(LineFilterOperator operator, String text) {
        return new LineFilterStage(operator, List.of(new LineFilterStage.Operand(false, text)), Position.SYNTHETIC);
    }

    private MetricExpr asking(LineFilterStage filter, Stream<PipelineStage> last, Grouping grouping) {
        LogRange range = counted.range();
        List<PipelineStage> stages = new ArrayList<>(range.selector().stages());
        stages.set(stage, filter);
        last.forEach(stages::add);
        LogSelectorExpr selector = new LogSelectorExpr(
                range.selector().matchers(), stages, range.selector().position());
        LogRange asked = new LogRange(selector, null, range.range(), range.offset(), range.position());
        return new VectorAggregation(
                expr.operation(),
                expr.parameter(),
                new RangeAggregation(counted.operation(), counted.parameter(), asked, null, counted.position()),
                grouping,
                expr.position());
    }

    /** None, because a line is in the part of each text that it contains. */
    @Override
    public @Nullable String label() {
        return null;
    }

    @Override
    public PlannedQuestion.AnswerPart part(RemotePart part, List<String> values) {
        LocalStep own = new LocalStep.TextStep(
                values.indexOf(value),
                values.size(),
                Set.copyOf(expr.grouping().labels()),
                counted.operation(),
                counted.range().range());
        return new PlannedQuestion.AnswerPart(
                part.expression(), "", true, part.after(own).steps());
    }
}
