package io.tocsin.evaluation.state;

import io.tocsin.alert.AlertInstance;
import io.tocsin.label.Fingerprint;
import io.tocsin.label.Labels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Keeps the number of a rule's instances within the group's limit. Those with the highest values stay, and what fires
 * already stays before what is new: an alert must not resolve because others are worse. The surplus becomes one more
 * instance, labelled {@value AlertInstance#FOLDED_LABEL}, whose value is how many it stands for.
 */
final class InstanceLimit {

    private static final int NAMED_IN_TEXT = 3;

    private final int limit;
    private final Collection<AlertInstance> instances;

    InstanceLimit(int limit, Collection<AlertInstance> instances) {
        this.limit = limit;
        this.instances = instances;
    }

    /** What has to be folded, in falling value; empty when the limit is kept. */
    List<Observation.Active> surplus(Collection<Observation.Active> active) {
        if (limit <= 0 || active.size() <= limit) {
            return List.of();
        }
        Set<Fingerprint> firing = new HashSet<>();
        instances.stream().filter(instance -> instance.state().isFiring()).forEach(i -> firing.add(i.fingerprint()));
        List<Observation.Active> ranked = new ArrayList<>(active);
        ranked.sort(Comparator.comparing(
                        (Observation.Active a) -> !firing.contains(a.labels().fingerprint()))
                .thenComparing(InstanceLimit::rank, Comparator.reverseOrder())
                .thenComparing(a -> a.labels().toString()));
        List<Observation.Active> surplus = new ArrayList<>(ranked.subList(limit, ranked.size()));
        surplus.sort(Comparator.comparing(InstanceLimit::rank, Comparator.reverseOrder()));
        return surplus;
    }

    /** Java orders NaN above everything; here it is below. */
    private static double rank(Observation.Active active) {
        return Double.isNaN(active.value()) ? Double.NEGATIVE_INFINITY : active.value();
    }

    static Labels foldedLabels(Labels ruleLabels) {
        return ruleLabels.with(AlertInstance.FOLDED_LABEL, "true");
    }

    /** The folded instance's transition with texts that say what it stands for. */
    StateTransition explain(StateTransition transition, List<Observation.Active> folded) {
        AlertInstance after = transition.after();
        if (after == null) {
            return transition;
        }
        SortedMap<String, String> annotations = new TreeMap<>(after.annotations());
        annotations.put(
                "summary", folded.size() + " more instances are folded into one: the limit of the group is " + limit);
        annotations.put("summary_ko", "인스턴스 " + folded.size() + "개를 하나로 묶었습니다. 그룹의 제한은 " + limit + "개입니다");
        annotations.put("description", description("Highest among them: ", folded));
        annotations.put("description_ko", description("그중 값이 가장 큰 것: ", folded));
        return transition.withAfter(after.withAnnotations(annotations));
    }

    private static String description(String beginning, List<Observation.Active> folded) {
        return folded.stream()
                .limit(NAMED_IN_TEXT)
                .map(a -> a.labels().without(List.of(Labels.ALERT_NAME)) + " = " + a.value())
                .collect(Collectors.joining(", ", beginning, ""));
    }
}
