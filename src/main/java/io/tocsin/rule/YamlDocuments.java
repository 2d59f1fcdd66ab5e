package io.tocsin.rule;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/** Reads YAML into nodes with positions; never into objects. */
final class YamlDocuments {

    static final int MAX_BYTES = 1024 * 1024;
    private static final int MAX_NESTING = 50;
    private static final int MAX_ALIASES = 1000;
    private static final Pattern BARE_CONDITION = Pattern.compile("\\s*(?:- )?\\s*condition:\\s*[>!|&*%@].*");
    private static final Pattern BARE_TEMPLATE = Pattern.compile("\\s*(?:- )?\\s*[\\w\"'-]+:\\s*\\{\\{.*");

    private YamlDocuments() {}

    /** The documents up to the first syntax error, which is added to the log. */
    static List<Node> read(String text, ProblemLog log) {
        List<Node> documents = new ArrayList<>();
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            log.problem(new TextPosition(1, 1), "the file has " + bytes + " bytes; the most is " + MAX_BYTES);
            return documents;
        }
        try {
            for (Node document : new Yaml(options()).composeAll(new StringReader(text))) {
                documents.add(document);
            }
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            TextPosition at = mark == null ? new TextPosition(1, 1) : ProblemLog.positionOf(mark);
            log.problem(at, "not valid YAML: " + message(e) + hint(text, at));
        } catch (ReaderException e) {
            TextPosition at = new YamlText(text).positionOf(Math.max(0, e.getPosition()));
            log.problem(at, String.format("not valid YAML: the character U+%04X is not allowed", e.getCodePoint()));
        } catch (YAMLException e) {
            log.problem(new TextPosition(1, 1), "not valid YAML: " + e.getMessage());
        }
        return documents;
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

    /** The two mistakes that rule files invite. */
    private static String hint(String text, TextPosition at) {
        List<String> lines = text.lines().toList();
        for (int line = at.line(); line >= Math.max(1, at.line() - 1); line--) {
            String source = line <= lines.size() ? lines.get(line - 1) : "";
            if (BARE_CONDITION.matcher(source).matches()) {
                return "; put the condition in quotes: condition: \"> 0\"";
            }
            if (BARE_TEMPLATE.matcher(source).matches()) {
                return "; a value that starts with {{ must be in quotes";
            }
        }
        return "";
    }
}
