package io.tocsin.evaluation.sharing;

import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.NumberLiteral;
import io.tocsin.logql.ast.Position;
import io.tocsin.logql.ast.VectorMatching;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fewest questions that answer some LogQL expressions at one time. Expressions share a question when they differ only
 * in what follows them ({@code > 5}, {@code or vector(0)}), in a grouping of what is counted, in the value of one label that
 * their selectors ask for and that can be a label of the answer, or in the text of one line filter. Whatever is not proved to
 * be the same is asked as it was written.
 *
 * @param questions each expression is in exactly one of them
 */
public record QuestionPlan(List<PlannedQuestion> questions) {

    /** Beyond it an answer gets long, and a data source may have a limit of 500 series. */
    static final int MOST_VALUES = 50;

    private static final int MOST_CHARACTERS = 4_000;
    private static final LogqlParser PARSER = new LogqlParser();

    public QuestionPlan {
        questions = List.copyOf(questions);
    }

    /** Each expression by itself. */
    public static QuestionPlan unshared(Collection<String> expressions) {
        return new QuestionPlan(new LinkedHashSet<>(expressions)
                .stream().map(QuestionPlan::alone).toList());
    }

    /** The question for one expression as it is written. */
    public static PlannedQuestion alone(String expression) {
        return new PlannedQuestion(
                expression, null, List.of(new PlannedQuestion.AnswerPart(expression, "", true, List.of())));
    }

    public static QuestionPlan of(Collection<String> expressions) {
        return of(expressions, OpenPlace::in);
    }

    /** The same for a data source to which a further question costs less than a template of each line. */
    public static QuestionPlan withoutTexts(Collection<String> expressions) {
        return of(expressions, OpenLabel::in);
    }

    private static QuestionPlan of(Collection<String> expressions, Function<MetricExpr, List<OpenPlace>> placesIn) {
        List<PlannedQuestion> questions = new ArrayList<>();
        Map<String, Core> cores = new LinkedHashMap<>();
        for (String expression : new LinkedHashSet<>(expressions)) {
            Optional<RemotePart> read = read(expression);
            if (read.isEmpty()) {
                questions.add(alone(expression));
                continue;
            }
            RemotePart part = read.get();
            cores.computeIfAbsent(part.remote().toString(), text -> new Core(text, part.remote(), new ArrayList<>()))
                    .parts()
                    .add(part);
        }
        Set<Core> left = finest(cores.values());
        questions.addAll(byShape(left, placesIn));
        left.forEach(core -> questions.add(question(core)));
        return new QuestionPlan(questions);
    }

    /** Those that are left when each is taken into one whose samples say what its own are. */
    private static Set<Core> finest(Collection<Core> cores) {
        Set<Core> left = new LinkedHashSet<>(cores);
        Map<Core, Regrouping> regroupings = new LinkedHashMap<>();
        cores.forEach(core -> Regrouping.of(core.remote()).ifPresent(regrouping -> regroupings.put(core, regrouping)));
        List<Core> coarsestFirst = regroupings.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getValue().labels().size()))
                .map(Map.Entry::getKey)
                .toList();
        for (Core coarse : coarsestFirst) {
            Regrouping regrouping = Objects.requireNonNull(regroupings.get(coarse));
            regroupings.entrySet().stream()
                    .filter(entry ->
                            left.contains(entry.getKey()) && !entry.getKey().equals(coarse))
                    .filter(entry -> entry.getValue().holds(regrouping))
                    .max(Comparator.comparing(entry -> entry.getValue().labels().size()))
                    .map(Map.Entry::getKey)
                    .ifPresent(finer -> {
                        left.remove(coarse);
                        coarse.parts().forEach(part -> finer.parts().add(part.after(regrouping.step())));
                    });
        }
        return left;
    }

    /** The question that answers an expression; empty when it is not among those of the plan. */
    public Optional<PlannedQuestion> find(String expression) {
        return questions.stream()
                .filter(question -> question.expressions().contains(expression))
                .findFirst();
    }

    private static Optional<RemotePart> read(String expression) {
        try {
            LogqlExpr parsed = PARSER.parse(expression);
            return parsed instanceof MetricExpr metric
                    ? Optional.of(RemotePart.of(expression, metric))
                    : Optional.empty();
        } catch (LogqlSyntaxException e) {
            return Optional.empty();
        }
    }

    /** What the data source is asked for, and the expressions that differ only in what is computed of its answer. */
    private record Core(String text, MetricExpr remote, List<RemotePart> parts) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Core that && text.equals(that.text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }
    }

    /** A core that can be asked together with others of the same shape. */
    private record ShapeMember(Core core, OpenPlace place) {

        String value() {
            return place.value();
        }
    }

    private static PlannedQuestion question(Core core) {
        if (core.parts().size() == 1) {
            return alone(core.parts().get(0).expression());
        }
        return pushed(
                core.remote(),
                null,
                core.parts().stream()
                        .map(part -> new PlannedQuestion.AnswerPart(part.expression(), "", true, part.steps()))
                        .toList());
    }

    /** Takes what is asked together out of {@code left}; the largest groups first. */
    private static List<PlannedQuestion> byShape(Set<Core> left, Function<MetricExpr, List<OpenPlace>> placesIn) {
        Map<String, List<ShapeMember>> shapes = new LinkedHashMap<>();
        left.forEach(core -> placesIn.apply(core.remote())
                .forEach(place -> shapes.computeIfAbsent(place.shape(), key -> new ArrayList<>())
                        .add(new ShapeMember(core, place))));
        List<List<ShapeMember>> largestFirst = shapes.values().stream()
                .filter(members -> members.size() > 1)
                .sorted(Comparator.comparing((List<ShapeMember> members) -> members.size())
                        .reversed())
                .toList();
        List<PlannedQuestion> questions = new ArrayList<>();
        for (List<ShapeMember> members : largestFirst) {
            List<ShapeMember> free = members.stream()
                    .filter(member -> left.contains(member.core()))
                    .toList();
            for (List<ShapeMember> some : bounded(free)) {
                if (some.size() > 1) {
                    questions.add(question(some));
                    some.forEach(member -> left.remove(member.core()));
                }
            }
        }
        return questions;
    }

    private static List<List<ShapeMember>> bounded(List<ShapeMember> members) {
        List<List<ShapeMember>> all = new ArrayList<>();
        List<ShapeMember> some = new ArrayList<>();
        Set<String> values = new HashSet<>();
        int characters = 0;
        for (ShapeMember member : members) {
            int length = member.place().characters();
            boolean isNew = !values.contains(member.value());
            if (isNew && (values.size() == member.place().mostValues() || characters + length > MOST_CHARACTERS)) {
                all.add(some);
                some = new ArrayList<>();
                values.clear();
                characters = 0;
            }
            if (values.add(member.value())) {
                characters += length;
            }
            some.add(member);
        }
        all.add(some);
        return all;
    }

    private static PlannedQuestion question(List<ShapeMember> members) {
        OpenPlace first = members.get(0).place();
        List<String> values =
                members.stream().map(ShapeMember::value).distinct().toList();
        List<PlannedQuestion.AnswerPart> parts = members.stream()
                .flatMap(member -> member.core().parts().stream()
                        .map(part -> member.place().part(part, values)))
                .toList();
        return pushed(first.with(values), first.label(), parts);
    }

    /** A comparison that all parts begin with is left to the data source, which then answers with less. */
    private static PlannedQuestion pushed(
            MetricExpr remote, @Nullable String label, List<PlannedQuestion.AnswerPart> parts) {
        MetricExpr asked = remote;
        List<PlannedQuestion.AnswerPart> rest = parts;
        while (common(rest) instanceof LocalStep.ComparisonStep comparison) {
            asked = after(asked, comparison);
            rest = rest.stream()
                    .map(part ->
                            part.withSteps(part.steps().subList(1, part.steps().size())))
                    .toList();
        }
        return new PlannedQuestion(asked.toString(), label, rest);
    }

    /** What all parts begin with; null when that is nothing. */
    private static @Nullable LocalStep common(List<PlannedQuestion.AnswerPart> parts) {
        List<LocalStep> first = parts.get(0).steps();
        if (first.isEmpty()) {
            return null;
        }
        LocalStep step = first.get(0);
        boolean isCommon = parts.stream()
                .allMatch(part -> !part.steps().isEmpty() && part.steps().get(0).equals(step));
        return isCommon ? step : null;
    }

    private static MetricExpr after(MetricExpr expr, LocalStep.ComparisonStep comparison) {
        NumberLiteral number = new NumberLiteral(comparison.number(), Position.SYNTHETIC);
        return new BinaryOperation(
                comparison.operator(),
                comparison.isNumberLeft() ? number : expr,
                comparison.isNumberLeft() ? expr : number,
                VectorMatching.DEFAULT,
                false,
                Position.SYNTHETIC);
    }
}
