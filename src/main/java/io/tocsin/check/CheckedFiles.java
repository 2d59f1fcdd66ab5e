package io.tocsin.check;

import java.util.List;

/**
 * What came of a check.
 *
 * @param files those that were looked at
 * @param findings by file, in the order of the file
 */
public record CheckedFiles(List<SourceFile> files, List<Finding> findings) {

    public CheckedFiles {
        files = List.copyOf(files);
        findings = List.copyOf(findings);
    }
}
