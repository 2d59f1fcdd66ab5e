package io.tocsin.importer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of an import.
 *
 * @param files the files to write, by their path below the output directory
 * @param remarks what a person should know or do, in the order of the source
 */
public record Imported(Map<String, String> files, List<ImportRemark> remarks) {

    public Imported {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        remarks = List.copyOf(remarks);
    }

    /** Whether everything of the source means the same here. */
    public boolean isComplete() {
        return remarks.stream().noneMatch(remark -> remark.kind() == ImportRemark.RemarkKind.LOST);
    }
}
