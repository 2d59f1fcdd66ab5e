package io.tocsin.importer;

import io.tocsin.yaml.Problems;
import io.tocsin.yaml.TextPosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** Collects the remarks on one source; what its YAML readers find wrong is not carried over. */
final class ImportRemarks implements Problems {

    private final String file;
    private final List<ImportRemark> remarks = new ArrayList<>();

    ImportRemarks(String file) {
        this.file = file;
    }

    void lost(Node at, String message) {
        add(ImportRemark.RemarkKind.LOST, at, message);
    }

    void changed(Node at, String message) {
        add(ImportRemark.RemarkKind.CHANGED, at, message);
    }

    void toDo(Node at, String message) {
        add(ImportRemark.RemarkKind.TO_DO, at, message);
    }

    private void add(ImportRemark.RemarkKind kind, Node at, String message) {
        TextPosition place = TextPosition.of(at);
        remarks.add(new ImportRemark(kind, file, place.line(), place.column(), message));
    }

    @Override
    public void add(TextPosition at, String message) {
        remarks.add(new ImportRemark(ImportRemark.RemarkKind.LOST, file, at.line(), at.column(), message));
    }

    @Override
    public boolean isEmpty() {
        return remarks.isEmpty();
    }

    List<ImportRemark> sorted() {
        return remarks.stream()
                .sorted(Comparator.comparingInt(ImportRemark::line).thenComparingInt(ImportRemark::column))
                .toList();
    }
}
