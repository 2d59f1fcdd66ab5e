package io.tocsin.rule;

import io.tocsin.yaml.Problems;
import io.tocsin.yaml.TextPosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Collects what is wrong in one file; a view of it knows the group and the rule that are being read. */
final class ProblemLog implements Problems {

    private static final Comparator<RuleProblem> BY_PLACE =
            Comparator.comparingInt(RuleProblem::line).thenComparingInt(RuleProblem::column);

    private final String file;
    private final @Nullable String group;
    private final @Nullable String rule;
    private final List<RuleProblem> problems;
    private final List<RuleProblem> warnings;

    ProblemLog(String file) {
        this(file, null, null, new ArrayList<>(), new ArrayList<>());
    }

    private ProblemLog(
            String file,
            @Nullable String group,
            @Nullable String rule,
            List<RuleProblem> problems,
            List<RuleProblem> warnings) {
        this.file = file;
        this.group = group;
        this.rule = rule;
        this.problems = problems;
        this.warnings = warnings;
    }

    ProblemLog inGroup(@Nullable String name) {
        return new ProblemLog(file, name == null ? null : oneLine(name), null, problems, warnings);
    }

    ProblemLog inRule(@Nullable String name) {
        return new ProblemLog(file, group, name == null ? null : oneLine(name), problems, warnings);
    }

    @Override
    public void add(TextPosition at, String message) {
        problems.add(new RuleProblem(file, at.line(), at.column(), group, rule, oneLine(message)));
    }

    /** Messages quote the file; a line break in them would forge a line of the log. */
    private static String oneLine(String message) {
        return message.strip().replace("\r", "").replace("\n", "\\n");
    }

    void warning(Node node, String message) {
        TextPosition at = TextPosition.of(node);
        warnings.add(new RuleProblem(file, at.line(), at.column(), group, rule, oneLine(message)));
    }

    @Override
    public boolean isEmpty() {
        return problems.isEmpty();
    }

    List<RuleProblem> problems() {
        return problems.stream().sorted(BY_PLACE).toList();
    }

    List<RuleProblem> warnings() {
        return warnings.stream().sorted(BY_PLACE).toList();
    }
}
