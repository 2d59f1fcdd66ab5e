package io.tocsin.logql.syntax;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The states of an LR(0) automaton and their transitions. An item is production number * {@link #STRIDE} + dot. */
final class Lr0Automaton {

    static final int STRIDE = 16;

    final LalrGrammar grammar;
    private final int[][] bySymbol;
    private final List<BitSet> closures = new ArrayList<>();
    private final List<TreeMap<Integer, Integer>> transitions = new ArrayList<>();
    private final Map<BitSet, Integer> statesByKernel = new HashMap<>();

    Lr0Automaton(LalrGrammar grammar) {
        this.grammar = grammar;
        this.bySymbol = grammar.productionsBySymbol();
        BitSet start = new BitSet();
        start.set(0);
        addState(start);
        for (int state = 0; state < closures.size(); state++) {
            expand(state);
        }
    }

    private int addState(BitSet kernel) {
        Integer known = statesByKernel.get(kernel);
        if (known != null) {
            return known;
        }
        int state = closures.size();
        statesByKernel.put(kernel, state);
        closures.add(closure(kernel));
        transitions.add(new TreeMap<>());
        return state;
    }

    private BitSet closure(BitSet kernel) {
        BitSet items = (BitSet) kernel.clone();
        BitSet seen = new BitSet();
        List<Integer> open = new ArrayList<>();
        kernel.stream().forEach(open::add);
        while (!open.isEmpty()) {
            int symbol = symbolAfterDot(open.remove(open.size() - 1));
            if (symbol < 0 || seen.get(symbol)) {
                continue;
            }
            seen.set(symbol);
            for (int production : bySymbol[symbol]) {
                items.set(production * STRIDE);
                open.add(production * STRIDE);
            }
        }
        return items;
    }

    private void expand(int state) {
        TreeMap<Integer, BitSet> kernels = new TreeMap<>();
        closures.get(state).stream().forEach(item -> {
            int symbol = symbolAfterDot(item);
            if (symbol >= 0) {
                kernels.computeIfAbsent(symbol, unused -> new BitSet()).set(item + 1);
            }
        });
        kernels.forEach((symbol, kernel) -> transitions.get(state).put(symbol, addState(kernel)));
    }

    /** The symbol behind the dot, or -1 for a completed item. */
    int symbolAfterDot(int item) {
        int[] right = grammar.production(item / STRIDE).right();
        int dot = item % STRIDE;
        return dot < right.length ? right[dot] : -1;
    }

    int stateCount() {
        return closures.size();
    }

    /** Target states by symbol, in the order of symbols. */
    Map<Integer, Integer> transitions(int state) {
        return transitions.get(state);
    }

    /** The state behind a symbol, or -1. */
    int target(int state, int symbol) {
        return transitions.get(state).getOrDefault(symbol, -1);
    }

    /** The numbers of the productions that are complete in a state. */
    List<Integer> completed(int state) {
        return closures.get(state).stream()
                .filter(item -> symbolAfterDot(item) < 0)
                .mapToObj(item -> item / STRIDE)
                .toList();
    }

    /** The numbers of the productions that may start in a state. */
    List<Integer> starting(int state) {
        return closures.get(state).stream()
                .filter(item -> item % STRIDE == 0)
                .mapToObj(item -> item / STRIDE)
                .toList();
    }
}
