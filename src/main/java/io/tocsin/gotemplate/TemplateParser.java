package io.tocsin.gotemplate;

import io.tocsin.gotemplate.Token.TokenKind;
import io.tocsin.text.go.Quoting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses a template as Go's text/template/parse does, with its error messages. */
final class TemplateParser {

    private static final int DEEPEST_NESTING = 200;

    private final TokenStream tokens;
    private final PipelineParser pipelines;
    private final Map<String, List<Node>> definitions = new HashMap<>();
    private int rangeDepth;
    private int depth;

    private TemplateParser(String name, String source, FunctionTable functions, Collection<String> variables) {
        tokens = new TokenStream(name, TemplateLexer.tokenize(source));
        pipelines = new PipelineParser(tokens, functions, variables);
    }

    /** The nodes of the template and those of each named definition. */
    record Tree(List<Node> root, Map<String, List<Node>> definitions) {

        Tree {
            root = List.copyOf(root);
            // Most texts define nothing; those that do are looked through in an order that stays.
            definitions = definitions.isEmpty() ? Map.of() : definitions;
        }
    }

    /** @param variables what is declared before the template begins, with the dollar signs */
    static Tree parse(String name, String source, FunctionTable functions, Collection<String> variables) {
        TemplateParser parser = new TemplateParser(name, source, functions, variables);
        List<Node> root = parser.parseRoot();
        return new Tree(root, parser.definitions);
    }

    private List<Node> parseRoot() {
        List<Node> root = new ArrayList<>();
        while (tokens.peek().kind() != TokenKind.EOF) {
            if (tokens.peek().kind() == TokenKind.LEFT_DELIMITER) {
                int mark = tokens.mark();
                tokens.next();
                if (tokens.nextNonSpace().isKeyword("define")) {
                    parseDefinition();
                    continue;
                }
                tokens.reset(mark);
            }
            Item item = textOrAction();
            if (item.node() == null) {
                throw tokens.error("unexpected " + item.terminator());
            }
            root.add(item.node());
        }
        return root;
    }

    private void parseDefinition() {
        String context = "define clause";
        Token name = tokens.nextNonSpace();
        if (name.kind() != TokenKind.STRING && name.kind() != TokenKind.RAW_STRING) {
            throw tokens.unexpected(name, context);
        }
        tokens.expect(TokenKind.RIGHT_DELIMITER, context);
        define(pipelines.unquote(name), context, name.position());
    }

    private void define(String name, String context, int opening) {
        int ranges = rangeDepth;
        rangeDepth = 0;
        int outer = pipelines.enter();
        ItemList body = itemList(opening);
        pipelines.leave(outer);
        rangeDepth = ranges;
        if (!body.terminator().equals("{{end}}")) {
            throw tokens.error("unexpected " + body.terminator() + " in " + context);
        }
        List<Node> earlier = definitions.get(name);
        if (earlier == null || isBlank(earlier)) {
            definitions.put(name, body.nodes());
        } else if (!isBlank(body.nodes())) {
            throw tokens.error("template: multiple definition of template " + Quoting.quote(name));
        }
    }

    private static boolean isBlank(List<Node> nodes) {
        return nodes.stream()
                .allMatch(node -> node instanceof Node.Text text && text.text().isBlank());
    }

    /** A node, or the closing tag met instead. */
    private record Item(@Nullable Node node, String terminator) {}

    private record ItemList(List<Node> nodes, String terminator) {}

    /** @param opening where the action stands that an end must close */
    private ItemList itemList(int opening) {
        if (++depth > DEEPEST_NESTING) {
            throw tokens.error("template is nested too deep");
        }
        List<Node> nodes = new ArrayList<>();
        while (tokens.peekNonSpace().kind() != TokenKind.EOF) {
            Item item = textOrAction();
            if (item.node() == null) {
                depth--;
                return new ItemList(nodes, item.terminator());
            }
            nodes.add(item.node());
        }
        throw tokens.unclosed(opening);
    }

    private Item textOrAction() {
        Token token = tokens.nextNonSpace();
        if (token.kind() == TokenKind.TEXT) {
            return new Item(new Node.Text(token.position(), token.text()), "");
        }
        if (token.kind() != TokenKind.LEFT_DELIMITER) {
            throw tokens.unexpected(token, "input");
        }
        tokens.actionLine = token.line();
        Item item = action();
        tokens.actionLine = 0;
        return item;
    }

    private Item action() {
        Token token = tokens.nextNonSpace();
        if (token.kind() == TokenKind.KEYWORD) {
            return keyword(token);
        }
        tokens.backup();
        Token first = tokens.peek();
        return new Item(
                new Node.Action(first.position(), pipelines.pipeline("command", TokenKind.RIGHT_DELIMITER)), "");
    }

    private Item keyword(Token token) {
        switch (token.text()) {
            case "else" -> {
                return new Item(null, elseTag());
            }
            case "end" -> {
                tokens.expect(TokenKind.RIGHT_DELIMITER, "end");
                return new Item(null, "{{end}}");
            }
            case "if", "with", "range" -> {
                return new Item(branch(token), "");
            }
            case "template" -> {
                return new Item(templateCall(), "");
            }
            case "block" -> {
                return new Item(block(), "");
            }
            case "break", "continue" -> {
                return new Item(jump(token), "");
            }
            default -> throw tokens.unexpected(token, "command");
        }
    }

    private String elseTag() {
        Token next = tokens.peekNonSpace();
        if (!next.isKeyword("if") && !next.isKeyword("with")) {
            tokens.expect(TokenKind.RIGHT_DELIMITER, "else");
        }
        return "{{else}}";
    }

    private Node jump(Token token) {
        String tag = "{{" + token.text() + "}}";
        Token next = tokens.nextNonSpace();
        if (next.kind() != TokenKind.RIGHT_DELIMITER) {
            throw tokens.unexpected(next, tag);
        }
        if (rangeDepth == 0) {
            throw tokens.error(tag + " outside {{range}}");
        }
        return new Node.Jump(token.position(), token.text().equals("break"));
    }

    private Node branch(Token keyword) {
        String context = keyword.text();
        int variables = pipelines.variableCount();
        Node.Pipe pipe = pipelines.pipeline(context, TokenKind.RIGHT_DELIMITER);
        rangeDepth += context.equals("range") ? 1 : 0;
        ItemList body = itemList(keyword.position());
        rangeDepth -= context.equals("range") ? 1 : 0;
        List<Node> otherwise = body.terminator().equals("{{else}}") ? otherwise(keyword) : null;
        pipelines.popVariables(variables);
        return new Node.Branch(pipe.position(), context, pipe, body.nodes(), otherwise);
    }

    private List<Node> otherwise(Token keyword) {
        String context = keyword.text();
        if (!context.equals("range") && tokens.peek().isKeyword(context)) {
            Token chained = tokens.next();
            if (++depth > DEEPEST_NESTING) {
                throw tokens.error("template is nested too deep");
            }
            List<Node> nodes = List.of(branch(chained));
            depth--;
            return nodes;
        }
        ItemList list = itemList(keyword.position());
        if (!list.terminator().equals("{{end}}")) {
            throw tokens.error("expected end; found " + list.terminator());
        }
        return list.nodes();
    }

    private Node templateCall() {
        String context = "template clause";
        int position = tokens.peekNonSpace().position();
        String name = templateName(context);
        Node.Pipe pipe = null;
        if (tokens.nextNonSpace().kind() != TokenKind.RIGHT_DELIMITER) {
            tokens.backup();
            pipe = pipelines.pipeline(context, TokenKind.RIGHT_DELIMITER);
        }
        return new Node.Call(position, name, pipe);
    }

    private String templateName(String context) {
        Token token = tokens.nextNonSpace();
        if (token.kind() != TokenKind.STRING && token.kind() != TokenKind.RAW_STRING) {
            throw tokens.unexpected(token, context);
        }
        return pipelines.unquote(token);
    }

    private Node block() {
        String context = "block clause";
        int position = tokens.peekNonSpace().position();
        String name = templateName(context);
        Node.Pipe pipe = pipelines.pipeline(context, TokenKind.RIGHT_DELIMITER);
        define(name, context, position);
        return new Node.Call(position, name, pipe);
    }
}
