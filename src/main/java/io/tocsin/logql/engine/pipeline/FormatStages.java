package io.tocsin.logql.engine.pipeline;

import io.tocsin.gotemplate.GoTemplate;
import io.tocsin.gotemplate.GoTemplateException;
import io.tocsin.gotemplate.LabelMap;
import io.tocsin.gotemplate.TemplateContext;
import io.tocsin.logql.ast.LabelFormatStage.Assignment;
import io.tocsin.text.TextBudget;
import io.tocsin.text.go.GoTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** line_format and label_format. */
final class FormatStages {

    private static final String ERROR = "TemplateFormatErr";

    private FormatStages() {}

    /** What a template sees of the entry. */
    private record Context(Entry entry, GoTime now) implements TemplateContext {

        @Override
        public String line() {
            return entry.text();
        }

        @Override
        public TextBudget budget() {
            return entry.budget();
        }

        @Override
        public long timestampNanos() {
            return entry.timestampNanos;
        }
    }

    /** Replaces the line. */
    static final class LineFormat implements Stage {

        private final GoTemplate template;
        private final @Nullable String onlyLabel;
        private final GoTime now;

        LineFormat(GoTemplate template, GoTime now) {
            this.template = template;
            this.onlyLabel = template.onlyLabel();
            this.now = now;
        }

        @Override
        public boolean process(Entry entry) {
            if (onlyLabel != null) {
                String value = entry.labels.get(onlyLabel);
                entry.setLine(value == null ? "" : value);
                return true;
            }
            try {
                entry.setLine(template.execute(entry.labels.asDot(), new Context(entry, now)));
            } catch (GoTemplateException e) {
                entry.labels.setError(ERROR, e.getMessage());
            }
            return true;
        }

        @Override
        public Collection<String> requiredLabels() {
            return template.fields();
        }
    }

    /** Sets and renames labels; all templates see the labels as they were before the first of them ran. */
    static final class LabelFormat implements Stage {

        private final List<Assignment> assignments;
        private final List<@Nullable GoTemplate> templates;
        private final GoTime now;

        LabelFormat(List<Assignment> assignments, List<@Nullable GoTemplate> templates, GoTime now) {
            this.assignments = assignments;
            this.templates = templates;
            this.now = now;
        }

        @Override
        public boolean process(Entry entry) {
            LabelMap dot = null;
            for (int i = 0; i < assignments.size(); i++) {
                Assignment assignment = assignments.get(i);
                GoTemplate template = templates.get(i);
                if (template == null) {
                    rename(entry.labels, assignment);
                    continue;
                }
                if (dot == null || dot.values().isEmpty()) {
                    dot = entry.labels.asDot();
                }
                try {
                    entry.labels.set(assignment.label(), template.execute(dot, new Context(entry, now)));
                } catch (GoTemplateException e) {
                    entry.labels.setError(ERROR, e.getMessage());
                }
            }
            return true;
        }

        private static void rename(LabelsBuilder labels, Assignment assignment) {
            String value = labels.get(assignment.value());
            if (value != null) {
                labels.set(assignment.label(), value);
                labels.delete(assignment.value());
            }
        }

        @Override
        public Collection<String> requiredLabels() {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < assignments.size(); i++) {
                GoTemplate template = templates.get(i);
                if (template == null) {
                    names.add(assignments.get(i).value());
                } else {
                    names.addAll(template.fields());
                }
            }
            return names;
        }
    }
}
