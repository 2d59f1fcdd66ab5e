package io.tocsin.importer;

import io.tocsin.importer.ImportRemark.RemarkKind;
import io.tocsin.yaml.Problems;
import io.tocsin.yaml.TextPosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;

/** Collects the remarks on one source; what its YAML readers find wrong is not carried over. */
public final class ImportRemarks implements Problems {

    private final String file;
    private final List<ImportRemark> remarks = new ArrayList<>();
    private final Map<String, Repeated> repeated = new LinkedHashMap<>();

    /** @param file how remarks name the source */
    public ImportRemarks(String file) {
        this.file = file;
    }

    /** A remark that holds for several places. */
    private record Repeated(ImportRemark first, int count) {

        ImportRemark remark() {
            return count == 1
                    ? first
                    : new ImportRemark(
                            first.kind(),
                            first.file(),
                            first.line(),
                            first.column(),
                            first.message() + " (and " + (count - 1) + " more like it)");
        }
    }

    public void lost(Node at, String message) {
        add(RemarkKind.LOST, at, message);
    }

    public void changed(Node at, String message) {
        add(RemarkKind.CHANGED, at, message);
    }

    public void toDo(Node at, String message) {
        add(RemarkKind.TO_DO, at, message);
    }

    /** For what stands in many places alike: said once, at the first, with their number. */
    public void oncePerFile(RemarkKind kind, Node at, String message) {
        ImportRemark remark = remark(kind, at, message);
        repeated.merge(
                kind + message, new Repeated(remark, 1), (known, unseen) -> new Repeated(known.first, known.count + 1));
    }

    private void add(RemarkKind kind, Node at, String message) {
        remarks.add(remark(kind, at, message));
    }

    private ImportRemark remark(RemarkKind kind, Node at, String message) {
        TextPosition place = TextPosition.of(at);
        return new ImportRemark(kind, file, place.line(), place.column(), message);
    }

    @Override
    public void add(TextPosition at, String message) {
        remarks.add(new ImportRemark(RemarkKind.LOST, file, at.line(), at.column(), message));
    }

    @Override
    public boolean isEmpty() {
        return remarks.isEmpty() && repeated.isEmpty();
    }

    /** In the order of the source. */
    public List<ImportRemark> sorted() {
        List<ImportRemark> all = new ArrayList<>(remarks);
        repeated.values().forEach(one -> all.add(one.remark()));
        return all.stream()
                .sorted(Comparator.comparingInt(ImportRemark::line).thenComparingInt(ImportRemark::column))
                .toList();
    }
}
