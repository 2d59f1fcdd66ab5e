package io.tocsin.yaml;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/** Reads YAML into nodes with positions; never into objects. */
public final class YamlDocuments {

    static final int MAX_BYTES = 1024 * 1024;
    static final int MAX_NESTING = 50;
    private static final int MAX_ALIASES = 1000;
    private static final Pattern BARE_TEMPLATE = Pattern.compile("\\s*(?:- )?\\s*[\\w\"'-]+:\\s*\\{\\{.*");

    private final String text;
    private final Problems problems;
    private final UnaryOperator<String> hints;

    private YamlDocuments(String text, Problems problems, UnaryOperator<String> hints) {
        this.text = text;
        this.problems = problems;
        this.hints = hints;
    }

    /** The text without a byte order mark, which positions do not count. */
    public static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /**
     * The documents up to the first syntax error, which is added to the problems. An alias may stand inside of what it
     * repeats: the reader must go to a fixed depth.
     *
     * @param text without a byte order mark
     * @param hints says for a line next to a syntax error what is probably wrong with it, or nothing
     */
    public static List<Node> readAll(String text, Problems problems, UnaryOperator<String> hints) {
        return new YamlDocuments(text, problems, hints).read(true);
    }

    /** The only document; null when there is none, or when it cannot be read, which is added to the problems then. */
    public static @Nullable Node readOne(String text, Problems problems) {
        List<Node> documents = new YamlDocuments(withoutMark(text), problems, line -> "").read(false);
        return documents.isEmpty() ? null : documents.get(0);
    }

    private List<Node> read(boolean isMany) {
        List<Node> documents = new ArrayList<>();
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            problems.add(TextPosition.START, "the file has " + bytes + " bytes; the most is " + MAX_BYTES);
            return documents;
        }
        try {
            if (isMany) {
                for (Node document : new Yaml(options()).composeAll(new StringReader(text))) {
                    add(document, AliasLimit.problemBesidesCycles(document), documents);
                }
            } else {
                Node document = new Yaml(options()).compose(new StringReader(text));
                if (document != null) {
                    add(document, AliasLimit.problemOf(document), documents);
                }
            }
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            TextPosition at = mark == null ? TextPosition.START : TextPosition.of(mark);
            problems.add(at, "not valid YAML: " + message(e) + hint(at));
        } catch (ReaderException e) {
            TextPosition at = new YamlText(text).positionOf(Math.max(0, e.getPosition()));
            problems.add(at, String.format("not valid YAML: the character U+%04X is not allowed", e.getCodePoint()));
        } catch (YAMLException e) {
            problems.add(TextPosition.START, "not valid YAML: " + e.getMessage());
        }
        return documents;
    }

    private void add(Node document, @Nullable String problem, List<Node> documents) {
        if (problem == null) {
            documents.add(document);
        } else {
            problems.add(document, problem);
        }
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        options.setNestingDepthLimit(MAX_NESTING);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setAllowRecursiveKeys(false);
        return options;
    }

    private static String message(MarkedYAMLException exception) {
        String problem = exception.getProblem();
        String context = exception.getContext();
        String text = problem == null ? "cannot be read" : problem.strip();
        if (context == null) {
            return text;
        }
        Mark start = exception.getContextMark();
        Mark end = exception.getProblemMark();
        boolean isElsewhere = start != null && end != null && start.getLine() != end.getLine();
        String where = isElsewhere ? " that starts on line " + (start.getLine() + 1) : "";
        return text + " (" + context.strip() + where + ")";
    }

    /** What is probably wrong with the line of the error, or with the one before it. */
    private String hint(TextPosition at) {
        List<String> lines = text.lines().toList();
        for (int line = at.line(); line >= Math.max(1, at.line() - 1); line--) {
            String source = line <= lines.size() ? lines.get(line - 1) : "";
            String hint = hints.apply(source);
            if (!hint.isEmpty()) {
                return "; " + hint;
            }
            if (BARE_TEMPLATE.matcher(source).matches()) {
                return "; a value that starts with {{ must be in quotes";
            }
        }
        return "";
    }
}
