package io.tocsin.check;

import io.tocsin.rule.lint.LintSeverity;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Collects the files that are to be looked at; what is no file of Tocsin, or cannot be read, is a finding. */
public final class SourceFiles {

    private static final int MAX_DEPTH = 20;

    private final List<SourceFile> files = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Set<Path> seen = new TreeSet<>();
    private final Path rulesDir;

    private SourceFiles(Path rulesDir) {
        this.rulesDir = rulesDir.toAbsolutePath().normalize();
    }

    /**
     * The files themselves and, of directories, all YAML files and templates below them except hidden ones.
     *
     * @param rulesDir the server takes all YAML below it for rules, whatever it is
     */
    public static SourceFiles of(Collection<Path> paths, Path rulesDir) {
        SourceFiles collected = new SourceFiles(rulesDir);
        paths.forEach(collected::add);
        return collected;
    }

    public List<SourceFile> files() {
        return List.copyOf(files);
    }

    /** What could not be taken for a file of Tocsin. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    private void add(Path path) {
        if (!Files.isDirectory(path)) {
            addFile(path, LintSeverity.ERROR);
            return;
        }
        try (Stream<Path> below = Files.walk(path, MAX_DEPTH, FileVisitOption.FOLLOW_LINKS)) {
            below.filter(file -> !isHidden(path.relativize(file)))
                    .filter(file -> isWanted(file.getFileName().toString()))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .forEach(file -> addFile(file, LintSeverity.WARNING));
        } catch (IOException | java.io.UncheckedIOException e) {
            problem(path, LintSeverity.ERROR, "the directory cannot be read: " + e.getMessage());
        }
    }

    private static boolean isWanted(String name) {
        return FileKind.isYaml(name) || FileKind.isTemplate(name);
    }

    private static boolean isHidden(Path below) {
        for (Path part : below) {
            if (part.toString().startsWith(".") && part.toString().length() > 1) {
                return true;
            }
        }
        return false;
    }

    private void addFile(Path file, LintSeverity whenUnknown) {
        if (!seen.add(file.toAbsolutePath().normalize())) {
            return;
        }
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            problem(file, LintSeverity.ERROR, "the file is not UTF-8");
            return;
        } catch (IOException e) {
            String why = Files.exists(file) ? "the file cannot be read: " + e.getMessage() : "there is no such file";
            problem(file, LintSeverity.ERROR, why);
            return;
        }
        boolean isRules = FileKind.isYaml(nameOf(file))
                && file.toAbsolutePath().normalize().startsWith(rulesDir);
        Optional<FileKind> kind = isRules ? Optional.of(FileKind.RULES) : FileKind.of(nameOf(file), text);
        if (kind.isPresent()) {
            files.add(new SourceFile(file, nameOf(file), kind.get(), text));
        } else {
            problem(
                    file,
                    whenUnknown,
                    "this is no file of Tocsin and is not checked: rules have \"groups:\", tests \"tests:\", policies"
                            + " \"route:\", contact points \"contact_points:\", data sources \"datasources:\", and"
                            + " templates end in .mustache or .tmpl");
        }
    }

    private void problem(Path file, LintSeverity severity, String message) {
        findings.add(new Finding(nameOf(file), 1, 1, severity, "file", message));
    }

    /** With {@code /}, as it was given. */
    private static String nameOf(Path file) {
        return file.toString().replace('\\', '/');
    }
}
