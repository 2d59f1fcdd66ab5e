package io.tocsin.logql.syntax;

import io.tocsin.logql.ast.AndLabelFilter;
import io.tocsin.logql.ast.LabelFilter;
import io.tocsin.logql.ast.OrLabelFilter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Joins label filters to a tree of little depth. That is allowed because {@code and} and {@code or} are associative, also
 * in which side they look at first; a list of a thousand hosts then needs ten levels, not a thousand.
 */
final class FilterTrees {

    private FilterTrees() {}

    static LabelFilter all(List<LabelFilter> filters) {
        List<LabelFilter> leaves = new ArrayList<>();
        for (LabelFilter filter : filters) {
            collectAnd(filter, leaves);
        }
        return balanced(leaves, (left, right) -> new AndLabelFilter(left, right, left.position()));
    }

    static LabelFilter any(List<LabelFilter> filters) {
        List<LabelFilter> leaves = new ArrayList<>();
        for (LabelFilter filter : filters) {
            collectOr(filter, leaves);
        }
        return balanced(leaves, (left, right) -> new OrLabelFilter(left, right, left.position()));
    }

    private static void collectAnd(LabelFilter root, List<LabelFilter> leaves) {
        Deque<LabelFilter> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            LabelFilter filter = open.pop();
            if (filter instanceof AndLabelFilter and) {
                open.push(and.right());
                open.push(and.left());
            } else {
                leaves.add(filter);
            }
        }
    }

    private static void collectOr(LabelFilter root, List<LabelFilter> leaves) {
        Deque<LabelFilter> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            LabelFilter filter = open.pop();
            if (filter instanceof OrLabelFilter or) {
                open.push(or.right());
                open.push(or.left());
            } else {
                leaves.add(filter);
            }
        }
    }

    private static LabelFilter balanced(List<LabelFilter> leaves, BinaryOperator<LabelFilter> join) {
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        // The left half is the larger one, as in a chain that is read from the left.
        int middle = (leaves.size() + 1) / 2;
        return join.apply(
                balanced(leaves.subList(0, middle), join), balanced(leaves.subList(middle, leaves.size()), join));
    }
}
