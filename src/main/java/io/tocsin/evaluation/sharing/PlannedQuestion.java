package io.tocsin.evaluation.sharing;

import io.tocsin.label.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One question to a data source, and the expressions that its answer is for.
 *
 * @param text what is asked; of a question with one part its expression as it was written
 * @param label by whose value the answer is split; null when every part gets all of it
 */
public record PlannedQuestion(String text, @Nullable String label, List<AnswerPart> parts) {

    public PlannedQuestion {
        parts = List.copyOf(parts);
    }

    /** Whether more than one expression is answered. */
    public boolean isShared() {
        return parts.size() > 1;
    }

    /** What a data source read for an answer; zeros when it did not say. */
    public record LinesRead(long lines, long bytes) {}

    /**
     * The share of the lines that were read for an answer that had to be labelled for the question to be shared; 0 when none
     * had to be, or that is not known.
     */
    public double labelledShare(List<Sample> answer, LinesRead read) {
        List<LocalStep> steps = parts.get(0).steps();
        return !steps.isEmpty() && steps.get(0) instanceof LocalStep.TextStep text ? text.share(answer, read) : 0;
    }

    /** The expressions, as they were written. */
    public List<String> expressions() {
        return parts.stream().map(AnswerPart::expression).toList();
    }

    /**
     * One expression's part of the answer.
     *
     * @param value of the question's label; empty when it has none
     * @param keepsLabel whether the expression's own series have that label
     * @param steps what is to be computed of the part, in this order
     */
    record AnswerPart(String expression, String value, boolean keepsLabel, List<LocalStep> steps) {

        AnswerPart {
            steps = List.copyOf(steps);
        }

        AnswerPart withSteps(List<LocalStep> others) {
            return new AnswerPart(expression, value, keepsLabel, others);
        }

        Optional<List<Sample>> of(List<Sample> samples) {
            Optional<List<Sample>> result = Optional.of(samples);
            for (LocalStep step : steps) {
                result = result.flatMap(step::apply);
            }
            return result;
        }
    }

    /**
     * What each expression alone would have been answered. An expression is left out when that cannot be told for certain;
     * it is to be asked by itself.
     */
    public Map<String, List<Sample>> split(List<Sample> answer) {
        if (!isShared()) {
            return Map.of(parts.get(0).expression(), answer);
        }
        Map<String, List<Sample>> byValue = new HashMap<>();
        if (label != null) {
            Set<String> expected = new HashSet<>();
            parts.forEach(part -> expected.add(part.value()));
            for (Sample sample : answer) {
                String value = sample.labels().get(label);
                if (!expected.contains(value)) {
                    // Nobody asked for it: then nothing of this answer is what it seems.
                    return Map.of();
                }
                byValue.computeIfAbsent(value, key -> new ArrayList<>()).add(sample);
            }
        }
        Map<String, List<Sample>> answers = new HashMap<>();
        for (AnswerPart part : parts) {
            List<Sample> own = label == null ? answer : own(part, label, byValue.getOrDefault(part.value(), List.of()));
            part.of(own).ifPresent(samples -> answers.put(part.expression(), samples));
        }
        return answers;
    }

    private static List<Sample> own(AnswerPart part, String label, List<Sample> samples) {
        return part.keepsLabel()
                ? samples
                : samples.stream()
                        .map(sample -> new Sample(sample.labels().without(List.of(label)), sample.value()))
                        .toList();
    }
}
