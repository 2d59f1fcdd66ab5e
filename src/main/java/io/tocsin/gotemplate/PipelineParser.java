package io.tocsin.gotemplate;

import io.tocsin.gotemplate.Token.TokenKind;
import io.tocsin.text.go.Quoting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses what stands inside an action: declarations, commands and their arguments. */
final class PipelineParser {

    private static final int DEEPEST_NESTING = 200;

    private final TokenStream tokens;
    private final FunctionTable functions;
    private final List<String> variables = new ArrayList<>(List.of("$"));
    /** Where the variables of the template begin that is being read; those before belong to the one around it. */
    private int scope;

    private int depth;

    PipelineParser(TokenStream tokens, FunctionTable functions, Collection<String> predeclared) {
        this.tokens = tokens;
        this.functions = functions;
        variables.addAll(predeclared);
    }

    /** Begins a definition, which sees no variable of what is around it; returns what {@link #leave} needs. */
    int enter() {
        int outer = scope;
        scope = variables.size();
        variables.add("$");
        return outer;
    }

    void leave(int outer) {
        popVariables(scope);
        scope = outer;
    }

    int variableCount() {
        return variables.size();
    }

    void popVariables(int count) {
        variables.subList(count, variables.size()).clear();
    }

    Node.Pipe pipeline(String context, TokenKind end) {
        if (++depth > DEEPEST_NESTING) {
            throw tokens.error("template is nested too deep");
        }
        int position = tokens.peekNonSpace().position();
        List<Node.Variable> declared = new ArrayList<>();
        boolean isAssignment = declarations(context, declared);
        List<Node.Command> commands = new ArrayList<>();
        Token token = tokens.nextNonSpace();
        while (token.kind() != end) {
            if (!startsOperand(token)) {
                throw tokens.unexpected(token, context);
            }
            tokens.backup();
            commands.add(command());
            token = tokens.nextNonSpace();
        }
        check(commands, context);
        depth--;
        return new Node.Pipe(position, isAssignment, declared, commands);
    }

    private static boolean startsOperand(Token token) {
        return switch (token.kind()) {
            case BOOL,
                    CHARACTER_CONSTANT,
                    DOT,
                    FIELD,
                    IDENTIFIER,
                    NUMBER,
                    NIL,
                    RAW_STRING,
                    STRING,
                    VARIABLE,
                    LEFT_PAREN -> true;
            default -> false;
        };
    }

    private void check(List<Node.Command> commands, String context) {
        if (commands.isEmpty()) {
            throw tokens.error("missing value for " + context);
        }
        for (int i = 1; i < commands.size(); i++) {
            Node first = commands.get(i).arguments().get(0);
            if (first instanceof Node.Constant || first instanceof Node.Dot) {
                throw tokens.error("non executable command in pipeline stage " + (i + 1));
            }
        }
    }

    /** Reads {@code $x :=}, {@code $x =} or {@code $i, $e :=} if it is there; true for an assignment. */
    private boolean declarations(String context, List<Node.Variable> declared) {
        while (tokens.peekNonSpace().kind() == TokenKind.VARIABLE) {
            int mark = tokens.mark();
            Token variable = tokens.next();
            Token next = tokens.peekNonSpace();
            if (next.kind() == TokenKind.ASSIGN || next.kind() == TokenKind.DECLARE) {
                tokens.nextNonSpace();
                declare(variable, declared);
                return next.kind() == TokenKind.ASSIGN;
            }
            if (next.kind() != TokenKind.CHARACTER || !next.text().equals(",")) {
                tokens.reset(mark);
                return false;
            }
            tokens.nextNonSpace();
            declare(variable, declared);
            if (!context.equals("range") || declared.size() >= 2) {
                throw tokens.error("too many declarations in " + context);
            }
            TokenKind following = tokens.peekNonSpace().kind();
            if (following != TokenKind.VARIABLE
                    && following != TokenKind.RIGHT_DELIMITER
                    && following != TokenKind.RIGHT_PAREN) {
                throw tokens.error("range can only initialize variables");
            }
        }
        return false;
    }

    private void declare(Token variable, List<Node.Variable> declared) {
        declared.add(new Node.Variable(variable.position(), List.of(variable.text())));
        variables.add(variable.text());
    }

    private Node.Command command() {
        int position = tokens.peekNonSpace().position();
        List<Node> arguments = new ArrayList<>();
        boolean goesOn = true;
        while (goesOn) {
            tokens.peekNonSpace();
            Node operand = operand();
            if (operand != null) {
                arguments.add(operand);
            }
            Token token = tokens.next();
            switch (token.kind()) {
                case SPACE -> {
                    // The next operand follows.
                }
                case RIGHT_DELIMITER, RIGHT_PAREN -> {
                    tokens.backup();
                    goesOn = false;
                }
                case PIPE -> goesOn = false;
                default -> throw tokens.unexpected(token, "operand");
            }
        }
        if (arguments.isEmpty()) {
            throw tokens.error("empty command");
        }
        return new Node.Command(position, arguments);
    }

    private @Nullable Node operand() {
        Node node = term();
        if (node == null || tokens.peek().kind() != TokenKind.FIELD) {
            return node;
        }
        int position = tokens.peek().position();
        List<String> names = new ArrayList<>();
        while (tokens.peek().kind() == TokenKind.FIELD) {
            names.add(tokens.next().text().substring(1));
        }
        if (node instanceof Node.Field field) {
            return new Node.Field(position, concat(field.names(), names));
        }
        if (node instanceof Node.Variable variable) {
            return new Node.Variable(position, concat(variable.names(), names));
        }
        if (node instanceof Node.Constant || node instanceof Node.Dot) {
            throw tokens.error("unexpected . after term " + Quoting.quote(node.toString()));
        }
        return new Node.Chain(position, node, names);
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private @Nullable Node term() {
        Token token = tokens.nextNonSpace();
        int position = token.position();
        switch (token.kind()) {
            case IDENTIFIER -> {
                if (functions.find(token.text()) == null) {
                    throw tokens.error(functions.unknownFunction(token.text()));
                }
                return new Node.Identifier(position, token.text());
            }
            case DOT -> {
                return new Node.Dot(position);
            }
            case NIL -> {
                return new Node.Constant(position, Node.Constant.Type.NIL, null, "nil");
            }
            case VARIABLE -> {
                List<String> known = variables.subList(scope, variables.size());
                if (!known.contains(token.text())) {
                    throw tokens.error(functions.unknownVariable(token.text(), known));
                }
                return new Node.Variable(position, List.of(token.text()));
            }
            case FIELD -> {
                return new Node.Field(position, List.of(token.text().substring(1)));
            }
            case BOOL -> {
                return new Node.Constant(
                        position, Node.Constant.Type.BOOL, token.text().equals("true"), token.text());
            }
            case LEFT_PAREN -> {
                return pipeline("parenthesized pipeline", TokenKind.RIGHT_PAREN);
            }
            default -> {
                return literal(token);
            }
        }
    }

    private @Nullable Node literal(Token token) {
        try {
            switch (token.kind()) {
                case NUMBER, CHARACTER_CONSTANT -> {
                    return Literals.number(token);
                }
                case STRING, RAW_STRING -> {
                    return new Node.Constant(token.position(), Node.Constant.Type.STRING, unquote(token), token.text());
                }
                default -> {
                    tokens.backup();
                    return null;
                }
            }
        } catch (IllegalArgumentException e) {
            throw tokens.error(String.valueOf(e.getMessage()));
        }
    }

    String unquote(Token token) {
        try {
            return Literals.unquote(token.text());
        } catch (IllegalArgumentException e) {
            throw tokens.error(String.valueOf(e.getMessage()));
        }
    }
}
