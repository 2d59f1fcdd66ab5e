package io.tocsin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.resolvers.SelectedClassResolverFromClasspath;
import io.tocsin.database.config.JpaConfiguration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The dependency table: which package may use which, and what the core must never touch. */
class ArchitectureTest {

    private static final String BASE = "io.tocsin";

    private static final int MOST_COMPONENTS = 8;

    /** Of libraries only the classes that a rule asks for the parents of: those of the JDK, of what the core uses, and repositories. */
    private static final JavaClasses CLASSES = ArchConfiguration.withThreadLocalScope(configuration -> {
        configuration.setClassResolver(SelectedClassResolverFromClasspath.class);
        configuration.setClassResolverArguments(
                "java",
                "com.google.re2j",
                "com.github.mustachejava",
                "org.antlr",
                "org.yaml",
                "org.springframework.data");
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(BASE);
    });

    private static final Set<String> CORE = Set.of(
            "regex",
            "label",
            "bytes",
            "secret",
            "text",
            "yaml",
            "text.go",
            "logql.ast",
            "logql.checks",
            "logql.syntax",
            "logql",
            "logql.engine",
            "logql.window",
            "gotemplate",
            "template",
            "rule",
            "rule.lint",
            "alert",
            "evaluation.sharing",
            "evaluation.state",
            "evaluation.window",
            "evidence.trace",
            "evidence",
            "silence",
            "access",
            "notification",
            "message",
            "answer.plan",
            "delivery");

    /** Each package and the packages of ours that it may use besides itself; the root may use all. */
    private static final Map<String, String> ALLOWED = table();

    /**
     * What every package outside the core may use: loops, what is wrong with a feature, why a start must fail, how long rows
     * are kept, files of one owner, and spans of traces.
     */
    private static final Set<String> FOR_ALL_SHELLS = Set.of("watch", "task", "start", "retention", "file", "tracing");

    /** How texts are read and written; every package may use it. */
    private static final Set<String> FOR_ALL = Set.of("text", "text.go");

    private static Map<String, String> table() {
        String core =
                "regex label secret text text.go yaml logql.ast logql.syntax logql logql.engine gotemplate template rule rule.lint"
                        + " alert evaluation.state evidence silence notification message delivery";
        String shell = core
                + " rule.file alert.store silence.store dispatch.evidence dispatch.silencing dispatch.store dispatch.view notification.catalog delivery.store"
                + " delivery.worker evaluation datasource contactpoint contactpoint.answer contactpoint.inbox contactpoint.store access access.store security backtest web.chat external external.store";
        Map<String, String> table = new LinkedHashMap<>();
        table.put("regex", "");
        table.put("label", "regex");
        table.put("bytes", "label");
        table.put("secret", "");
        table.put("text", "");
        table.put("start", "text watch");
        table.put("log", "database");
        table.put("retention", "task");
        table.put("watch", "");
        table.put("task", "watch");
        table.put("file", "");
        table.put("tracing", "http secret task watch");
        table.put("yaml", "text");
        table.put("text.go", "text");
        table.put("logql.ast", "text.go label");
        table.put("gotemplate", "regex text.go text label");
        table.put("logql.checks", "logql.ast text.go gotemplate label regex");
        table.put("logql.syntax", "logql.ast logql.checks text text.go label regex");
        table.put("logql", "logql.ast logql.checks logql.syntax text");
        table.put("logql.window", "logql logql.ast label");
        table.put("logql.engine", "logql logql.ast regex text.go gotemplate label text");
        table.put("template", "gotemplate text text.go");
        table.put("rule", "yaml text logql logql.ast label template");
        table.put("rule.lint", "rule yaml text logql logql.ast logql.window label template");
        table.put("alert", "rule label");
        table.put("evaluation.sharing", "logql logql.ast label");
        table.put("evaluation.window", "logql.window label");
        table.put("evaluation.state", "alert rule label template logql logql.ast");
        table.put("evidence.trace", "text");
        table.put("evidence", "evidence.trace logql logql.ast label regex");
        table.put("silence", "alert label regex");
        table.put("notification", "yaml text alert rule label regex");
        table.put("message", "notification alert rule label evidence");
        table.put("delivery", "contactpoint message notification rule label");
        table.put("rule.file", "rule rule.lint logql logql.engine label template");
        table.put("logstore", "bytes text logql.engine logql logql.ast label");
        table.put("datasource", "http yaml text label logql logql.ast secret");
        table.put(
                "datasource.config",
                "yaml text label rule rule.file datasource datasource.loki datasource.prometheus datasource.embedded"
                        + " logql.engine logstore secret database");
        table.put("datasource.loki", "datasource label logql logql.ast secret");
        table.put("datasource.prometheus", "datasource label secret");
        table.put("datasource.embedded", "datasource logstore label logql logql.ast logql.engine");
        table.put("database", "");
        table.put("database.config", "database secret");
        table.put("database.transfer", "database.config");
        table.put("storage", "database database.config logstore");
        table.put("alert.store", "bytes database storage alert rule label");
        table.put("silence.store", "database silence alert label regex");
        table.put(
                "evaluation",
                "bytes evaluation.sharing evaluation.state evaluation.window rule rule.file alert alert.store database datasource http text label"
                        + " logql logql.ast logql.engine logql.window template secret");
        table.put(
                "contactpoint",
                "yaml message notification evidence evidence.trace alert template gotemplate rule label secret");
        table.put("contactpoint.store", "contactpoint database yaml message rule label secret");
        table.put(
                "contactpoint.config",
                "http contactpoint contactpoint.answer contactpoint.store contactpoint.http contactpoint.slack contactpoint.discord"
                        + " contactpoint.inbox contactpoint.webhook notification message rule");
        table.put("http", "");
        table.put("contactpoint.http", "http contactpoint contactpoint.answer message secret");
        table.put("contactpoint.answer", "contactpoint rule secret");
        table.put("answer.plan", "contactpoint contactpoint.answer access label");
        table.put("answer.store", "database");
        table.put(
                "answer",
                "answer.plan answer.store contactpoint contactpoint.answer dispatch.silencing dispatch.store dispatch.view"
                        + " delivery delivery.store silence silence.store access access.store notification message evidence"
                        + " label rule");
        String adapter =
                "contactpoint contactpoint.answer contactpoint.http message notification evidence alert template rule label secret";
        table.put("contactpoint.slack", adapter);
        table.put("contactpoint.discord", adapter);
        table.put("contactpoint.webhook", adapter);
        table.put("contactpoint.inbox", adapter + " database");
        table.put("delivery.store", "database delivery contactpoint message notification evidence alert rule label");
        table.put(
                "delivery.worker",
                "database delivery delivery.store contactpoint message notification evidence rule label");
        table.put(
                "dispatch.store", "database notification message alert alert.store rule label delivery delivery.store");
        table.put("notification.catalog", "notification yaml rule");
        table.put(
                "dispatch.evidence",
                "dispatch.store alert alert.store notification message evidence datasource evaluation rule label");
        table.put(
                "dispatch.silencing",
                "dispatch.evidence dispatch.store silence silence.store notification notification.catalog message alert"
                        + " evidence rule label");
        table.put("dispatch.view", "dispatch.store silence silence.store notification alert rule label");
        table.put(
                "dispatch",
                "database dispatch.evidence dispatch.silencing dispatch.store alert alert.store silence silence.store"
                        + " notification notification.catalog message evidence delivery delivery.store rule label");
        table.put("external", "database external.store alert alert.store rule label");
        table.put("external.store", "database label");
        table.put("heartbeat", "http secret database evaluation");
        table.put(
                "backtest",
                "evaluation notification.catalog contactpoint notification message evidence alert rule label");
        // Programs are answered by what makes the pages: one way to say and to do a thing.
        table.put("api", shell + " storage database web");
        table.put("api.alertmanager", shell);
        table.put("api.loki", "security logstore logql logql.ast logql.engine text.go label");
        table.put("web", shell + " storage database datasource.config");
        table.put("access", "");
        table.put("access.store", "access database");
        table.put("security", "access access.store secret");
        // Pictures of messages and links to the delivered ones; the demo prints them on the console.
        table.put("web.chat", "contactpoint delivery message");
        table.put(
                "ruletest",
                core + " evaluation datasource datasource.embedded logstore backtest dispatch.evidence contactpoint"
                        + " notification.catalog");
        table.put("check", core + " rule.file contactpoint datasource datasource.config ruletest");
        table.put(
                "importer", "rule rule.lint yaml logql logql.ast label template gotemplate contactpoint text text.go");
        table.put(
                "cli",
                shell
                        + " check ruletest importer datasource.config database.config database.transfer contactpoint.config storage");
        table.put("demo", "logstore contactpoint.inbox web.chat message rule label");
        return table;
    }

    @Test
    void packagesUseOnlyWhatTheTableAllows() {
        Set<String> violations = new TreeSet<>();

        for (JavaClass origin : CLASSES) {
            String from = name(origin);
            if (from.isEmpty()) {
                continue;
            }
            Set<String> allowed =
                    new LinkedHashSet<>(Arrays.asList(allowedFor(from).split(" ")));
            origin.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> target.getPackageName().startsWith(BASE))
                    .filter(target -> !isAllowed(from, name(target), allowed))
                    .forEach(target -> violations.add(
                            from + " -> " + name(target) + ": " + origin.getName() + " uses " + target.getName()));
        }

        assertThat(violations).isEmpty();
    }

    @Test
    void everyPackageIsInTheTableAndIsNullMarked() {
        Set<JavaPackage> packages =
                CLASSES.stream().map(JavaClass::getPackage).collect(Collectors.toCollection(LinkedHashSet::new));

        assertThat(packages).allSatisfy(javaPackage -> {
            assertThat(javaPackage.tryGetAnnotationOfType(NullMarked.class))
                    .as(javaPackage.getName())
                    .isPresent();
            String name = name(javaPackage.getName());
            assertThat(name.isEmpty() || !row(name).isEmpty()).as(name).isTrue();
        });
    }

    @Test
    void theCoreTouchesNoClockNoRandomnessAndNoOutsideWorld() {
        DescribedPredicate<JavaClass> inCore =
                DescribedPredicate.describe("are in the core", javaClass -> CORE.contains(row(name(javaClass))));

        noClasses()
                .that(inCore)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..",
                        "reactor..",
                        "jakarta..",
                        "org.slf4j..",
                        "java.sql..",
                        "java.net.http..",
                        "java.nio.file..",
                        "tools.jackson.databind..",
                        "io.netty..")
                .check(CLASSES);
        noClasses()
                .that(inCore)
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.time.Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.Random.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(CLASSES);
    }

    @Test
    void onlyStoresAndTheirWiringUseJdbc() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        BASE,
                        BASE + ".database..",
                        BASE + ".start",
                        BASE + ".retention",
                        BASE + ".storage",
                        BASE + "..store..",
                        BASE + ".contactpoint..",
                        BASE + ".evaluation..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.jdbc..", "java.sql..", "javax.sql..")
                .check(CLASSES);
    }

    @Test
    void entitiesStayInsideTheirStores() {
        noClasses()
                .that()
                .resideOutsideOfPackages(BASE + ".database.config", BASE + "..store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.persistence..", "org.hibernate..", "org.springframework.data..")
                .check(CLASSES);
        classes()
                .that()
                .areAnnotatedWith(jakarta.persistence.Entity.class)
                .or()
                .areAssignableTo(org.springframework.data.repository.Repository.class)
                .should()
                .bePackagePrivate()
                .andShould()
                .resideInAPackage(BASE + "..store")
                .check(CLASSES);
    }

    @Test
    void everyEntityIsManaged() {
        List<String> found = CLASSES.stream()
                .filter(type -> type.isAnnotatedWith(jakarta.persistence.Entity.class))
                .map(JavaClass::getName)
                .sorted()
                .toList();

        assertThat(found).isNotEmpty();
        assertThat(JpaConfiguration.ENTITIES).containsExactlyElementsOf(found);
    }

    @Test
    void onlyTheirWiringKnowsTheAdaptersOfChatServicesAndLoki() {
        for (String adapter : List.of("datasource.loki", "contactpoint.slack", "contactpoint.discord")) {
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            BASE,
                            BASE + ".contactpoint.config",
                            BASE + ".datasource.config",
                            BASE + "." + adapter + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(BASE + "." + adapter + "..")
                    .check(CLASSES);
        }
    }

    @Test
    void reactiveTypesStayAtTheEdges() {
        noClasses()
                .that()
                .resideOutsideOfPackages(Stream.of(
                                "",
                                ".datasource..",
                                ".contactpoint..",
                                ".http",
                                ".evaluation.query",
                                ".evaluation.hint",
                                ".delivery.worker",
                                ".dispatch.evidence",
                                ".api..",
                                ".web..",
                                ".security..",
                                ".rule.file",
                                ".ruletest",
                                ".logstore..",
                                ".task",
                                ".tracing")
                        .map(suffix -> BASE + suffix)
                        .toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("reactor..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(BASE + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    /** What a reader may rely on: a whole feature, with all its rooms, is above or below another one. */
    @Test
    void featuresHaveNoCycles() {
        slices().matching(BASE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** Whoever looks for a name finds one thing. What a tool generates has its own names. */
    @Test
    void noTwoTypesHaveTheSameSimpleName() {
        Map<String, List<String>> byName = CLASSES.stream()
                .filter(javaClass -> !javaClass.isAnonymousClass()
                        && !javaClass.getSimpleName().equals("package-info"))
                .filter(javaClass -> !javaClass.getName().contains("LogqlGrammar$"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));

        assertThat(byName.values().stream().filter(types -> types.size() > 1)).isEmpty();
    }

    /** Who must count to the ninth argument does not see what belongs together. */
    @Test
    void recordsHaveAtMostEightComponents() {
        assertThat(CLASSES.stream()
                        .filter(JavaClass::isRecord)
                        .filter(record -> record.getFields().stream()
                                        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                                        .count()
                                > MOST_COMPONENTS)
                        .map(JavaClass::getName))
                .isEmpty();
    }

    /** Who has too many collaborators has two jobs; a bag around them hides that. */
    @Test
    void noBeanOnlyCarriesOthers() {
        assertThat(CLASSES.stream()
                        .filter(type -> type.isRecord()
                                && type.isMetaAnnotatedWith(org.springframework.stereotype.Component.class))
                        .filter(type -> type.getMethods().stream().allMatch(ArchitectureTest::comesWithEveryRecord))
                        .map(JavaClass::getName))
                .isEmpty();
    }

    private static boolean comesWithEveryRecord(JavaMethod method) {
        boolean isAccessor = method.getRawParameterTypes().isEmpty()
                && method.getOwner().tryGetField(method.getName()).isPresent();
        return isAccessor || Set.of("equals", "hashCode", "toString").contains(method.getName());
    }

    @Test
    void propertiesAreImmutable() {
        classes()
                .that()
                .areAnnotatedWith(org.springframework.boot.context.properties.ConfigurationProperties.class)
                .should()
                .beRecords()
                .check(CLASSES);
    }

    private static boolean isAllowed(String from, String to, Set<String> allowed) {
        boolean isForAllShells =
                FOR_ALL_SHELLS.contains(row(to)) && !CORE.contains(row(from)) && !FOR_ALL_SHELLS.contains(row(from));
        return row(from).equals(row(to)) || allowed.contains(row(to)) || isForAllShells || FOR_ALL.contains(row(to));
    }

    private static String allowedFor(String name) {
        return ALLOWED.getOrDefault(row(name), "");
    }

    /** The row of a package: its own, or that of the nearest package above it that has one. */
    private static String row(String name) {
        String candidate = name;
        while (!candidate.isEmpty() && !ALLOWED.containsKey(candidate)) {
            int dot = candidate.lastIndexOf('.');
            candidate = dot < 0 ? "" : candidate.substring(0, dot);
        }
        return candidate;
    }

    private static String name(JavaClass javaClass) {
        return name(javaClass.getPackageName());
    }

    private static String name(String packageName) {
        return packageName.equals(BASE) ? "" : packageName.substring(BASE.length() + 1);
    }
}
