package io.tocsin.web.rules;

import io.tocsin.rule.RuleProblem;
import io.tocsin.rule.file.RuleCatalogSnapshot;
import io.tocsin.rule.file.RuleFileTexts;
import io.tocsin.rule.lint.LintFinding;
import io.tocsin.text.Caret;
import io.tocsin.web.RuleAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** The part of a rule file that holds one rule, as it is on disk, with what is wrong beside its line. Blocks. */
@Component
class RuleExcerpt {

    private static final int MAX_LINES = 80;

    private final RuleFileTexts texts;

    RuleExcerpt(RuleFileTexts texts) {
        this.texts = texts;
    }

    /**
     * One line.
     *
     * @param remarks what is wrong or worth a look there
     * @param tone {@code danger}, {@code warning} or empty
     */
    record ExcerptLine(int number, String text, List<Remark> remarks, String tone) {}

    /** @param caret points at the place, to be shown below the line */
    record Remark(String text, String caret, String tone) {}

    /** The lines from the rule's first to its last; empty when the file is gone, or holds no such rule any more. */
    List<ExcerptLine> of(RuleAddress.FoundRule found, RuleCatalogSnapshot snapshot, List<LintFinding> findings) {
        String file = found.group().key().file();
        Optional<String> text = texts.read(file);
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> lines = text.get().lines().toList();
        boolean isBroken =
                snapshot.brokenFiles().stream().anyMatch(state -> state.file().equals(file));
        int first = isBroken ? search(lines, found.rule().name()) : found.rule().line();
        if (first < 1 || first > lines.size()) {
            return List.of();
        }
        int last = last(lines, first);
        Map<Integer, List<Remark>> remarks = remarks(file, lines, snapshot, findings);
        List<ExcerptLine> excerpt = new ArrayList<>();
        for (int number = first; number <= last; number++) {
            List<Remark> here = remarks.getOrDefault(number, List.of());
            boolean isWrong = here.stream().anyMatch(remark -> remark.tone().equals("danger"));
            excerpt.add(new ExcerptLine(
                    number, lines.get(number - 1), here, here.isEmpty() ? "" : isWrong ? "danger" : "warning"));
        }
        return excerpt;
    }

    /** The line of a broken file in which the rule seems to begin; 0 when there is none. */
    private static int search(List<String> lines, String name) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.contains("alert:") && line.contains(name)) {
                return i + 1;
            }
        }
        return 0;
    }

    /** A rule ends before the next line that is not further in than its dash. */
    private static int last(List<String> lines, int first) {
        int indentation = indentation(lines.get(first - 1));
        int last = first;
        for (int number = first + 1; number <= lines.size() && number < first + MAX_LINES; number++) {
            String line = lines.get(number - 1);
            if (!line.isBlank()) {
                if (indentation(line) <= indentation) {
                    break;
                }
                last = number;
            }
        }
        return last;
    }

    private static int indentation(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static Map<Integer, List<Remark>> remarks(
            String file, List<String> lines, RuleCatalogSnapshot snapshot, List<LintFinding> findings) {
        Map<Integer, List<Remark>> remarks = new TreeMap<>();
        for (RuleProblem problem : snapshot.problems()) {
            if (problem.file().equals(file)) {
                String text = problem.column() + ": " + problem.message();
                Remark remark = new Remark(text, caret(lines, problem.line(), problem.column()), "danger");
                remarks.computeIfAbsent(problem.line(), unseen -> new ArrayList<>())
                        .add(remark);
            }
        }
        for (LintFinding finding : findings) {
            String text = finding.column() + ": " + finding.code() + ": " + finding.explanation();
            Remark remark = new Remark(text, caret(lines, finding.line(), finding.column()), "warning");
            remarks.computeIfAbsent(finding.line(), unseen -> new ArrayList<>()).add(remark);
        }
        return remarks;
    }

    private static String caret(List<String> lines, int line, int column) {
        return line < 1 || line > lines.size() ? "" : Caret.under(lines.get(line - 1), column);
    }
}
