package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page {@code docs/architecture.md} says what is so. */
class ArchitecturePageTest {

    private static final String BASE = "io.tocsin";
    private static final Pattern QUOTED = Pattern.compile("`([^`\n]+)`");
    private static final Pattern ARROW = Pattern.compile("(?m)^ +(\\S+) --> (\\S+)$");
    private static final Pattern ROOM = Pattern.compile("(?m)^\\| `([a-z]+)` \\|");
    /** Words of the page that name a kind of package and none of them. */
    private static final Set<String> KINDS = Set.of("backticks", "..store", "..config", "..file");

    /** Of libraries only the names are asked for, so that their classes need not be read. */
    private static final JavaClasses CLASSES = ArchConfiguration.withThreadLocalScope(configuration -> {
        configuration.setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(BASE);
    });

    private static final Set<String> PACKAGES =
            CLASSES.stream().map(ArchitecturePageTest::packageOf).collect(Collectors.toCollection(TreeSet::new));

    private final String page = read();

    @Test
    void everyClassAndPackageThatItNamesExists() {
        Set<String> known =
                CLASSES.stream().map(JavaClass::getSimpleName).collect(Collectors.toCollection(TreeSet::new));
        known.addAll(PACKAGES);
        known.addAll(KINDS);

        List<String> named = QUOTED.matcher(page.replaceAll("(?s)```.*?```", ""))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(named)
                .hasSizeGreaterThan(100)
                .allSatisfy(name -> assertThat(known).contains(name));
    }

    @Test
    void everyArrowIsAUse() {
        List<MatchResult> arrows = ARROW.matcher(page).results().toList();

        assertThat(arrows)
                .hasSizeGreaterThan(15)
                .allSatisfy(arrow ->
                        assertThat(usedBy(arrow.group(1))).as(arrow.group(1)).contains(arrow.group(2)));
    }

    @Test
    void everyRoomIsThereAndUsesOnlyThoseBelowIt() {
        List<String> rooms =
                ROOM.matcher(page).results().map(match -> match.group(1)).toList();
        List<String> upwards = new ArrayList<>();

        for (JavaClass origin : CLASSES) {
            String from = roomOf(origin);
            origin.getDirectDependenciesFromSelf().stream()
                    .map(ArchitecturePageTest::target)
                    .filter(target -> target.getPackageName().startsWith(BASE))
                    .filter(target -> !from.isEmpty() && rooms.indexOf(roomOf(target)) < rooms.indexOf(from))
                    .forEach(target -> upwards.add(origin.getName() + " uses " + target.getName()));
        }

        assertThat(rooms).doesNotHaveDuplicates();
        assertThat(rooms)
                .containsExactlyInAnyOrderElementsOf(CLASSES.stream()
                        .map(ArchitecturePageTest::roomOf)
                        .filter(room -> !room.isEmpty())
                        .collect(Collectors.toSet()));
        assertThat(upwards).isEmpty();
    }

    private static Set<String> usedBy(String name) {
        return CLASSES.stream()
                .filter(origin -> packageOf(origin).equals(name))
                .flatMap(origin -> origin.getDirectDependenciesFromSelf().stream())
                .map(ArchitecturePageTest::target)
                .filter(target -> target.getPackageName().startsWith(BASE))
                .map(ArchitecturePageTest::packageOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JavaClass target(Dependency dependency) {
        return dependency.getTargetClass().getBaseComponentType();
    }

    private static String packageOf(JavaClass javaClass) {
        String name = javaClass.getPackageName();
        return name.equals(BASE) ? "" : name.substring(BASE.length() + 1);
    }

    private static String roomOf(JavaClass javaClass) {
        return packageOf(javaClass).replaceAll("\\..*", "");
    }

    private static String read() {
        try {
            return Files.readString(Path.of("docs/architecture.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
