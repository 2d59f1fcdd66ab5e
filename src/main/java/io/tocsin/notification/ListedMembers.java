package io.tocsin.notification;

import io.tocsin.label.Labels;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The alerts that a message is about: all are counted, and only the first are kept. */
public final class ListedMembers {

    /** New ones, ended ones, then those that are known; the newest first in each. */
    private static final Comparator<GroupMember> ORDER = Comparator.comparingInt(ListedMembers::rank)
            .thenComparing(Comparator.comparing(GroupMember::changedAt).reversed())
            .thenComparing(GroupMember::key);

    private final int most;
    private final PriorityQueue<GroupMember> first = new PriorityQueue<>(ORDER.reversed());
    private int count;
    private @Nullable Map<String, String> common;

    /** @param most how many of them a message lists */
    public ListedMembers(int most) {
        this.most = most;
    }

    private static int rank(GroupMember member) {
        return switch (member.standing()) {
            case NEW, NEW_MUTED -> 0;
            case ENDED, ENDED_UNTOLD, ENDED_UNSEEN -> 1;
            case KNOWN, KNOWN_MUTED -> 2;
        };
    }

    public void add(GroupMember member) {
        count++;
        first.add(member);
        if (first.size() > most) {
            first.poll();
        }
        Map<String, String> labels = member.labels().asMap();
        if (common == null) {
            common = new TreeMap<>(labels);
        } else {
            common.entrySet().removeIf(entry -> !entry.getValue().equals(labels.get(entry.getKey())));
        }
    }

    /** How many there are, listed or not. */
    public int count() {
        return count;
    }

    /** Those that a message lists, in its order. */
    public List<GroupMember> first() {
        return first.stream().sorted(ORDER).toList();
    }

    /** What all of them have in common. */
    public Labels commonLabels() {
        return common == null ? Labels.empty() : Labels.of(common);
    }
}
