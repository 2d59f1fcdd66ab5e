package io.tocsin.logql.syntax;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tables that yacc would make of a grammar: per state the shifts, the reductions that depend on the next token, and
 * the default reduction that is taken without looking.
 */
final class LalrTables {

    static final int ERROR = 0;
    static final int ACCEPT = Integer.MIN_VALUE;

    private final Lr0Automaton automaton;
    private final List<int[]> actions = new ArrayList<>();
    private final int[] defaults;
    private final boolean[] hasExceptions;
    private final boolean[] hasShifts;

    LalrTables(LalrGrammar grammar) {
        automaton = new Lr0Automaton(grammar);
        Lookaheads lookaheads = new Lookaheads(automaton);
        int states = automaton.stateCount();
        defaults = new int[states];
        hasExceptions = new boolean[states];
        hasShifts = new boolean[states];
        for (int state = 0; state < states; state++) {
            actions.add(resolve(state, lookaheads));
            chooseDefault(state);
        }
    }

    /** Actions by terminal: a positive number shifts to that state, a negative one reduces that production. */
    private int[] resolve(int state, Lookaheads lookaheads) {
        int[] row = new int[LalrGrammar.TERMINALS];
        automaton.transitions(state).forEach((symbol, target) -> {
            if (LalrGrammar.isTerminal(symbol)) {
                row[symbol] = symbol == TokenType.END.ordinal() ? ACCEPT : target;
            }
        });
        for (int production : automaton.completed(state)) {
            lookaheads.of(state, production).stream().forEach(terminal -> {
                if (row[terminal] == ERROR) {
                    row[terminal] = -production;
                } else if (row[terminal] > 0) {
                    row[terminal] = shiftOrReduce(row[terminal], production, terminal);
                }
            });
        }
        return row;
    }

    /** Precedence decides; without it, the shift wins. */
    private int shiftOrReduce(int shift, int number, int terminal) {
        int ofProduction = automaton.grammar.precedenceOf(automaton.grammar.production(number));
        int ofTerminal = LalrGrammar.precedence(terminal);
        if (ofProduction == 0 || ofTerminal == 0 || ofTerminal > ofProduction) {
            return shift;
        }
        boolean shiftsEqual = ofTerminal == ofProduction && LalrGrammar.isRightAssociative(terminal);
        return shiftsEqual ? shift : -number;
    }

    private void chooseDefault(int state) {
        int[] row = actions.get(state);
        int best = ERROR;
        long bestCount = 0;
        for (int action : row) {
            long count = action < 0 && action != ACCEPT
                    ? Arrays.stream(row).filter(other -> other == action).count()
                    : 0;
            if (count > bestCount) {
                best = action;
                bestCount = count;
            }
        }
        // A state that can shift the error token must notice errors itself.
        if (row[TokenType.ERROR.ordinal()] > 0) {
            best = ERROR;
        }
        defaults[state] = best;
        for (int terminal = 0; terminal < row.length; terminal++) {
            if (best != ERROR && row[terminal] == best) {
                row[terminal] = ERROR;
            }
            hasShifts[state] |= row[terminal] > 0;
            hasExceptions[state] |= row[terminal] < 0;
        }
    }

    /** Whether the next token has to be known in a state; otherwise the default is taken without reading it. */
    boolean needsLookahead(int state) {
        return hasShifts[state] || hasExceptions[state];
    }

    /** A state to shift to (positive), a production to reduce (negative), {@link #ACCEPT} or {@link #ERROR}. */
    int action(int state, int terminal) {
        int action = actions.get(state)[terminal];
        return action == ERROR ? defaults[state] : action;
    }

    int defaultAction(int state) {
        return defaults[state];
    }

    /** The state behind a shift of a terminal, or 0. */
    int shiftTarget(int state, int terminal) {
        return Math.max(actions.get(state)[terminal], 0);
    }

    /** The state that the reduction to a nonterminal leads to. */
    int goTo(int state, int nonterminal) {
        return automaton.target(state, nonterminal);
    }

    LalrGrammar.Production production(int number) {
        return automaton.grammar.production(number);
    }

    /** The rule name of a nonterminal. */
    String nameOf(int nonterminal) {
        return automaton.grammar.nameOf(nonterminal);
    }

    /**
     * What may come next, in the order that yacc finds it: shifts first, then tokens that are reduced before. Empty when
     * the state has a default reduction besides exceptions, since then no list would be complete.
     */
    List<TokenType> expected(int state) {
        List<TokenType> expected = new ArrayList<>();
        int[] row = actions.get(state);
        TokenType[] types = TokenType.values();
        for (int terminal = TokenType.BYTES.ordinal(); terminal < row.length; terminal++) {
            if (row[terminal] > 0) {
                expected.add(types[terminal]);
            }
        }
        for (int terminal = TokenType.BYTES.ordinal(); terminal < row.length; terminal++) {
            if (row[terminal] < 0) {
                expected.add(types[terminal]);
            }
        }
        return hasExceptions[state] && defaults[state] != ERROR ? List.of() : expected;
    }
}
