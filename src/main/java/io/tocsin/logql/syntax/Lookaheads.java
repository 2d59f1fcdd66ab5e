package io.tocsin.logql.syntax;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * LALR(1) lookaheads by DeRemer and Pennello's relations: what may follow a nonterminal in a state is what can be read
 * next there, plus what may follow the nonterminals that it ends.
 */
final class Lookaheads {

    private final Lr0Automaton automaton;
    private final BitSet nullable = new BitSet();
    private final Map<Long, BitSet> follows = new HashMap<>();
    private final List<BitSet[]> inclusions = new ArrayList<>();
    private final Map<Long, List<BitSet>> lookbacks = new HashMap<>();

    Lookaheads(Lr0Automaton automaton) {
        this.automaton = automaton;
        findNullable();
        for (int state = 0; state < automaton.stateCount(); state++) {
            for (int symbol : automaton.transitions(state).keySet()) {
                if (!LalrGrammar.isTerminal(symbol)) {
                    follows.put(key(state, symbol), read(automaton.target(state, symbol)));
                }
            }
        }
        for (int state = 0; state < automaton.stateCount(); state++) {
            for (int production : automaton.starting(state)) {
                relate(state, production);
            }
        }
        propagate();
    }

    private void findNullable() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 0; i < automaton.grammar.productionCount(); i++) {
                LalrGrammar.Production production = automaton.grammar.production(i);
                if (!nullable.get(production.left()) && isNullable(production.right(), 0)) {
                    nullable.set(production.left());
                    changed = true;
                }
            }
        }
    }

    private boolean isNullable(int[] symbols, int from) {
        for (int i = from; i < symbols.length; i++) {
            if (!nullable.get(symbols[i])) {
                return false;
            }
        }
        return true;
    }

    /** The terminals that can be read next in a state, also behind nonterminals that may be empty. */
    private BitSet read(int state) {
        BitSet terminals = new BitSet();
        for (int symbol : automaton.transitions(state).keySet()) {
            if (LalrGrammar.isTerminal(symbol)) {
                terminals.set(symbol);
            } else if (nullable.get(symbol)) {
                terminals.or(read(automaton.target(state, symbol)));
            }
        }
        return terminals;
    }

    /** Follows a production from the state where it starts, and notes where its lookaheads come from and go to. */
    private void relate(int start, int number) {
        LalrGrammar.Production production = automaton.grammar.production(number);
        BitSet followOfLeft = follows.get(key(start, production.left()));
        if (followOfLeft == null) {
            return;
        }
        int state = start;
        for (int i = 0; i < production.length(); i++) {
            int symbol = production.right()[i];
            BitSet followOfSymbol = follows.get(key(state, symbol));
            if (followOfSymbol != null && isNullable(production.right(), i + 1)) {
                inclusions.add(new BitSet[] {followOfSymbol, followOfLeft});
            }
            state = automaton.target(state, symbol);
        }
        lookbacks
                .computeIfAbsent(key(state, number), unused -> new ArrayList<>())
                .add(followOfLeft);
    }

    private void propagate() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (BitSet[] inclusion : inclusions) {
                int before = inclusion[0].cardinality();
                inclusion[0].or(inclusion[1]);
                changed |= inclusion[0].cardinality() != before;
            }
        }
    }

    /** The terminals in whose presence a production that is complete in a state is reduced. */
    BitSet of(int state, int production) {
        BitSet terminals = new BitSet();
        lookbacks.getOrDefault(key(state, production), List.of()).forEach(terminals::or);
        return terminals;
    }

    private static long key(int state, int symbolOrProduction) {
        return (long) state << 32 | symbolOrProduction;
    }
}
