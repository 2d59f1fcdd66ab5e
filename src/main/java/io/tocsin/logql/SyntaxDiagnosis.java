package io.tocsin.logql;

import io.tocsin.logql.checks.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the words in which Loki refuses a query, by following the steps of its LALR parser, including its error
 * recovery: what is found while it recovers (a bad regex) outranks the syntax error before.
 */
final class SyntaxDiagnosis {

    private static final int MAX_EXPECTED = 4;
    private static final int SHIFTS_TO_RECOVER = 3;

    private final LexedQuery query;
    private final LalrTables tables = Tables.LOGQL;
    private final List<Integer> states = new ArrayList<>(List.of(0));
    private final List<Lexeme> values = new ArrayList<>();
    private int next;
    private int recovering;
    private boolean lookaheadRead;
    private @Nullable Problem first;

    private SyntaxDiagnosis(LexedQuery query) {
        this.query = query;
        this.values.add(query.lexemes().get(0));
    }

    /** The problem, or nothing if the query is well formed. */
    static Optional<Problem> of(LexedQuery query) {
        return new SyntaxDiagnosis(query).run();
    }

    private Optional<Problem> run() {
        while (true) {
            int state = states.get(states.size() - 1);
            int action = tables.needsLookahead(state)
                    ? tables.action(state, lookahead().type().ordinal())
                    : tables.defaultAction(state);
            if (action == LalrTables.ACCEPT) {
                return Optional.ofNullable(first);
            }
            if (action > 0) {
                shift(action);
            } else if (action < 0) {
                Optional<Problem> fatal = reduce(-action);
                if (fatal.isPresent()) {
                    return fatal;
                }
            } else if (!recover(state)) {
                return Optional.ofNullable(first);
            }
        }
    }

    private Lexeme lookahead() {
        if (!lookaheadRead) {
            lookaheadRead = true;
            if (first != null) {
                return query.lexemes().get(next);
            }
            query.errors().stream()
                    .filter(error -> error.tokenIndex() == next)
                    .findFirst()
                    .ifPresent(error -> note(Problem.at(error.message(), error.position(), error.reportedLine())));
        }
        return query.lexemes().get(next);
    }

    private void note(Problem problem) {
        if (first == null) {
            first = problem;
        }
    }

    private void shift(int state) {
        states.add(state);
        values.add(query.lexemes().get(next));
        advance();
        recovering = Math.max(recovering - 1, 0);
    }

    private void advance() {
        next = Math.min(next + 1, query.lexemes().size() - 1);
        lookaheadRead = false;
    }

    private Optional<Problem> reduce(int number) {
        LalrGrammar.Production production = tables.production(number);
        int base = states.size() - production.length();
        List<Lexeme> parts = values.subList(base, values.size());
        Optional<Problem> fatal = EagerChecks.problemOf(tables.nameOf(production.left()), parts);
        Lexeme value = parts.isEmpty() ? query.lexemes().get(next) : parts.get(parts.size() - 1);
        parts.clear();
        states.subList(base, states.size()).clear();
        states.add(tables.goTo(states.get(base - 1), production.left()));
        values.add(value);
        return fatal;
    }

    /** Notes a new error and skips to where parsing can go on; false when it cannot. */
    private boolean recover(int state) {
        if (recovering == SHIFTS_TO_RECOVER) {
            if (lookahead().type() == TokenType.END) {
                return false;
            }
            advance();
            return true;
        }
        if (recovering == 0) {
            Lexeme unexpected = lookahead();
            note(Problem.at(message(state, unexpected.type()), unexpected.position(), unexpected.reportedLine()));
        }
        recovering = SHIFTS_TO_RECOVER;
        while (!states.isEmpty()) {
            int target = tables.shiftTarget(states.get(states.size() - 1), TokenType.ERROR.ordinal());
            if (target > 0) {
                states.add(target);
                values.add(query.lexemes().get(next));
                return true;
            }
            states.remove(states.size() - 1);
            values.remove(values.size() - 1);
        }
        return false;
    }

    private String message(int state, TokenType unexpected) {
        String text = "syntax error: unexpected " + unexpected.displayName();
        List<TokenType> expected = tables.expected(state);
        if (expected.isEmpty() || expected.size() > MAX_EXPECTED) {
            return text;
        }
        return text
                + expected.stream().map(TokenType::displayName).collect(Collectors.joining(" or ", ", expecting ", ""));
    }

    /** Made when the first faulty query comes. */
    private static final class Tables {
        static final LalrTables LOGQL = new LalrTables(LalrGrammar.logql());
    }
}
