package io.tocsin.cli;

import io.tocsin.check.FileKind;
import io.tocsin.check.SourceFile;
import io.tocsin.check.SourceFiles;
import io.tocsin.rule.RuleFileFormat;
import io.tocsin.rule.RuleFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tocsin fmt}: writes rule files the way all are written. Comments and the order of everything stay. */
@Command(
        name = "fmt",
        mixinStandardHelpOptions = true,
        description =
                "Write rule files uniformly: queries as Loki prints them, indentation, blank lines. Comments stay.")
final class FormatCommand extends ConfiguredCommand {

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Files or directories. Default: the rules directory.")
    private List<Path> paths = List.of();

    @Option(names = "--check", description = "Change nothing; exit with 1 and name the files that would change.")
    private boolean isCheck;

    @Override
    public Integer call() throws IOException {
        List<Path> places = paths.isEmpty() ? List.of(settings().rulesDir()) : paths;
        int changed = 0;
        int broken = 0;
        for (SourceFile file : SourceFiles.of(places, settings().rulesDir()).files()) {
            if (file.kind() != FileKind.RULES) {
                continue;
            }
            try {
                String formatted = RuleFileFormat.format(file.text(), file.name());
                if (!formatted.equals(file.text())) {
                    changed++;
                    out().println(file.name());
                    write(file.path(), formatted);
                }
            } catch (RuleFormatException e) {
                broken++;
                err().println(e.getMessage());
            }
        }
        return broken > 0 || (isCheck && changed > 0) ? ExitCodes.FOUND : ExitCodes.FINE;
    }

    private void write(Path file, String text) throws IOException {
        if (!isCheck) {
            Files.writeString(file, text);
        }
    }
}
