package io.tocsin.rule.file;

import java.nio.file.InvalidPathException;
import java.util.Optional;

/** The rule files as they are on disk, for people to read. Blocks. */
public final class RuleFileTexts {

    private final RuleDirectory directory;

    RuleFileTexts(RuleDirectory directory) {
        this.directory = directory;
    }

    /**
     * The text of one file; empty when there is none, or it is not readable as text.
     *
     * @param file its path relative to the rules directory, with {@code /}
     */
    public Optional<String> read(String file) {
        try {
            return directory
                    .read(file)
                    .filter(content -> content.problem() == null)
                    .map(RuleFileContent::text);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
