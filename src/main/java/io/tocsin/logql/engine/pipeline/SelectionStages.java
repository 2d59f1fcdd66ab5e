package io.tocsin.logql.engine.pipeline;

import io.tocsin.label.LabelMatcher;
import io.tocsin.logql.ast.LabelSelection;
import java.util.List;
import java.util.Map;

/** drop and keep. */
final class SelectionStages {

    private SelectionStages() {}

    /** Removes the named labels, or those of them whose value matches. */
    record Drop(List<LabelSelection> selections) implements Stage {

        @Override
        public boolean process(Entry entry) {
            for (LabelSelection selection : selections) {
                drop(entry.labels, selection);
            }
            return true;
        }

        private static void drop(LabelsBuilder labels, LabelSelection selection) {
            LabelMatcher matcher = selection.matcher();
            String name = selection.label();
            if (name.equals(LabelsBuilder.ERROR)) {
                if (matcher == null || matcher.matchesValue(labels.error())) {
                    labels.resetError();
                }
            } else if (name.equals(LabelsBuilder.ERROR_DETAILS)) {
                if (matcher == null || matcher.matchesValue(labels.errorDetails())) {
                    labels.resetErrorDetails();
                }
            } else {
                String value = labels.get(name);
                boolean isHit = matcher == null ? value != null : matcher.matchesValue(value == null ? "" : value);
                if (isHit) {
                    labels.delete(name);
                }
            }
        }
    }

    /** Removes all labels but the named ones whose value matches; errors stay. */
    record Keep(List<LabelSelection> selections) implements Stage {

        @Override
        public boolean process(Entry entry) {
            for (Map.Entry<String, String> label : entry.labels.allLabels().entrySet()) {
                if (!isSpecial(label.getKey()) && !isKept(label.getKey(), label.getValue())) {
                    entry.labels.delete(label.getKey());
                }
            }
            return true;
        }

        private static boolean isSpecial(String name) {
            return name.equals(LabelsBuilder.ERROR)
                    || name.equals(LabelsBuilder.ERROR_DETAILS)
                    || name.equals(LabelsBuilder.PRESERVE_ERROR);
        }

        private boolean isKept(String name, String value) {
            for (LabelSelection selection : selections) {
                LabelMatcher matcher = selection.matcher();
                if (selection.label().equals(name) && (matcher == null || matcher.matchesValue(value))) {
                    return true;
                }
            }
            return false;
        }
    }
}
