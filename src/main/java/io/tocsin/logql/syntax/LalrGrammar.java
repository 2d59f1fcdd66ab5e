package io.tocsin.logql.syntax;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A context-free grammar with numbered symbols: terminals are the ordinals of {@link TokenType}, nonterminals follow. */
final class LalrGrammar {

    static final int TERMINALS = TokenType.values().length;

    private final List<Production> productions = new ArrayList<>();
    private final Map<String, Integer> nonterminals = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    private LalrGrammar() {}

    static LalrGrammar logql() {
        LalrGrammar grammar = new LalrGrammar();
        grammar.productions.add(new Production(grammar.symbol("_start"), new int[] {grammar.symbol("query"), 0}));
        GrammarRules.RULES.lines().filter(line -> !line.isBlank()).forEach(grammar::addRule);
        return grammar;
    }

    private void addRule(String line) {
        String[] sides = line.split(" = ", 2);
        int left = symbol(sides[0].strip());
        for (String alternative : sides[1].split(" \\| ")) {
            addExpanded(left, List.of(alternative.strip().split(" +")), new ArrayList<>());
        }
    }

    private void addExpanded(int left, List<String> words, List<Integer> right) {
        if (words.isEmpty()) {
            productions.add(new Production(
                    left, right.stream().mapToInt(Integer::intValue).toArray()));
            return;
        }
        String word = words.get(0);
        List<String> rest = words.subList(1, words.size());
        boolean optional = word.startsWith("[");
        if (optional || word.equals("_")) {
            addExpanded(left, rest, right);
        }
        if (!word.equals("_")) {
            List<Integer> longer = new ArrayList<>(right);
            longer.add(symbol(optional ? word.substring(1, word.length() - 1) : word));
            addExpanded(left, rest, longer);
        }
    }

    private int symbol(String name) {
        if (name.equals(name.toUpperCase(Locale.ROOT))) {
            return TokenType.valueOf(name).ordinal();
        }
        return nonterminals.computeIfAbsent(name, unused -> {
            names.add(name);
            return TERMINALS + names.size() - 1;
        });
    }

    /** The rule name of a nonterminal. */
    String nameOf(int nonterminal) {
        return names.get(nonterminal - TERMINALS);
    }

    int symbolCount() {
        return TERMINALS + names.size();
    }

    int productionCount() {
        return productions.size();
    }

    Production production(int number) {
        return productions.get(number);
    }

    static boolean isTerminal(int symbol) {
        return symbol < TERMINALS;
    }

    /** The numbers of the productions of each symbol; empty for terminals. */
    int[][] productionsBySymbol() {
        List<List<Integer>> lists = new ArrayList<>();
        for (int symbol = 0; symbol < symbolCount(); symbol++) {
            lists.add(new ArrayList<>());
        }
        for (int number = 0; number < productions.size(); number++) {
            lists.get(productions.get(number).left()).add(number);
        }
        return lists.stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    /** Binding strength of an operator, 0 for other terminals. */
    static int precedence(int terminal) {
        TokenType type = TokenType.values()[terminal];
        for (int level = 0; level < GrammarRules.PRECEDENCE.size(); level++) {
            Set<TokenType> operators = GrammarRules.PRECEDENCE.get(level);
            if (operators.contains(type)) {
                return level + 1;
            }
        }
        return 0;
    }

    static boolean isRightAssociative(int terminal) {
        return GrammarRules.RIGHT_ASSOCIATIVE.contains(TokenType.values()[terminal]);
    }

    /** The production's binding strength is that of its last terminal, as in yacc. */
    int precedenceOf(Production production) {
        return Arrays.stream(production.right())
                .filter(LalrGrammar::isTerminal)
                .reduce((first, second) -> second)
                .stream()
                .map(LalrGrammar::precedence)
                .findFirst()
                .orElse(0);
    }

    /** One alternative of a rule. */
    record Production(int left, int[] right) {

        int length() {
            return right.length;
        }
    }
}
