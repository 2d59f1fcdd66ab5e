package io.tocsin.check;

import io.tocsin.contactpoint.AllowedHosts;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.file.ContactPointFileParser;
import io.tocsin.contactpoint.file.ContactPointFileParser.ParsedContactPoints;
import io.tocsin.contactpoint.render.TemplateModel;
import io.tocsin.datasource.config.DataSourceDefinition;
import io.tocsin.datasource.config.DataSourceType;
import io.tocsin.datasource.config.DataSourcesFile;
import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.notification.file.PolicyFileParser;
import io.tocsin.rule.ContactPointName;
import io.tocsin.rule.ExpressionCheck;
import io.tocsin.rule.KnownNames;
import io.tocsin.rule.RuleFile;
import io.tocsin.rule.RuleFileParser;
import io.tocsin.rule.RuleFileResult;
import io.tocsin.rule.RuleProblem;
import io.tocsin.rule.lint.LintSeverity;
import io.tocsin.rule.lint.RuleLinter;
import io.tocsin.ruletest.RuleTestParser;
import io.tocsin.template.TemplateException;
import io.tocsin.template.TextTemplate;
import io.tocsin.yaml.EnvironmentLookup;
import io.tocsin.yaml.FileProblem;
import io.tocsin.yaml.YamlSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads files as the running gateway would, and asks the linter. The files are looked at together: rules may name the data
 * sources and contact points of the other files. Names of which no file is among them are not compared with anything.
 */
public final class FileCheck {

    private static final String INBOX = ContactPoint.INBOX.value();
    private static final Comparator<Finding> BY_PLACE =
            Comparator.comparing(Finding::file).thenComparingInt(Finding::line).thenComparingInt(Finding::column);

    private final EnvironmentLookup environment;
    private final ContactPointFileParser contactPointParser;
    private final Set<String> undefined = new HashSet<>();
    private final List<Finding> findings = new ArrayList<>();
    private @Nullable Set<String> dataSources;
    private @Nullable Set<String> contactPoints;
    private final Set<String> otherLanguages = new HashSet<>();

    private FileCheck(CheckSettings settings) {
        this.environment = name -> {
            String value = settings.environment().get(name);
            if (value == null || value.isEmpty()) {
                undefined.add(YamlSource.notSet(name));
            }
            return value;
        };
        this.contactPointParser = new ContactPointFileParser(
                AllowedHosts.parse(settings.allowedHosts()), settings.templatesDir(), environment::get);
    }

    /**
     * What the installation says besides the files.
     *
     * @param environment where {@code ${NAME}} is looked up; a variable that is not set is worth a hint
     * @param allowedHosts as {@code TOCSIN_ALLOWED_WEBHOOK_HOSTS}
     * @param templatesDir where contact points look for their templates
     */
    public record CheckSettings(EnvironmentLookup environment, String allowedHosts, Path templatesDir) {}

    public static CheckedFiles run(List<SourceFile> files, CheckSettings settings) {
        FileCheck check = new FileCheck(settings);
        check.each(files, FileKind.DATA_SOURCES, check::dataSources);
        check.each(files, FileKind.CONTACT_POINTS, check::contactPoints);
        check.each(files, FileKind.POLICIES, check::policies);
        check.rules(files);
        check.each(files, FileKind.RULE_TESTS, check::tests);
        check.each(files, FileKind.TEMPLATE, check::template);
        return new CheckedFiles(
                files, check.findings.stream().distinct().sorted(BY_PLACE).toList());
    }

    private void each(List<SourceFile> files, FileKind kind, Consumer<SourceFile> check) {
        files.stream().filter(file -> file.kind() == kind).forEach(check);
    }

    private void dataSources(SourceFile file) {
        DataSourcesFile.Result result = DataSourcesFile.parse(file.text(), file.name(), environment);
        Set<String> names = dataSources == null ? new HashSet<>() : dataSources;
        names.addAll(result.definitions().keySet());
        names.addAll(result.notUsable().keySet());
        names.add("default");
        dataSources = names;
        result.definitions().values().stream()
                .filter(definition -> definition.type() == DataSourceType.PROMETHEUS)
                .forEach(definition -> addOtherLanguage(definition, result));
        result.problems().forEach(problem -> add(problem, file.kind()));
    }

    private void addOtherLanguage(DataSourceDefinition definition, DataSourcesFile.Result result) {
        String name = definition.name().value();
        otherLanguages.add(name);
        boolean isOnly = result.definitions().size() == 1 && result.notUsable().isEmpty();
        if (isOnly || result.markedDefault().filter(name::equals).isPresent()) {
            otherLanguages.add("default");
        }
    }

    private void contactPoints(SourceFile file) {
        ParsedContactPoints result = contactPointParser.parse(file.text(), file.name());
        Set<String> names = contactPoints == null ? new HashSet<>() : contactPoints;
        names.add(INBOX);
        names.addAll(result.names());
        contactPoints = names;
        result.problems().forEach(problem -> {
            String where = problem.contactPoint().isEmpty() ? "" : "contact point \"" + problem.contactPoint() + "\": ";
            add(
                    file.name(),
                    problem.line(),
                    problem.column(),
                    severity(problem.message()),
                    file.kind(),
                    where + problem.message());
        });
    }

    private LintSeverity severity(String message) {
        return undefined.contains(message) ? LintSeverity.HINT : LintSeverity.ERROR;
    }

    /** A contact point may also be made in the page, so that one of which no file speaks is no error. */
    private void policies(SourceFile file) {
        List<FileProblem> certain =
                policies(name -> true).parse(file.text(), file.name()).problems();
        certain.forEach(problem -> add(problem, file.kind()));
        Set<String> known = contactPoints;
        if (known != null) {
            policies(name -> known.contains(name.value())).parse(file.text(), file.name()).problems().stream()
                    .filter(problem -> !certain.contains(problem))
                    .forEach(problem -> add(
                            file.name(),
                            problem.line(),
                            problem.column(),
                            LintSeverity.WARNING,
                            file.kind(),
                            problem.message() + " in the files; the policies are not in force until it is"
                                    + " made in the page"));
        }
    }

    private static PolicyFileParser policies(Predicate<ContactPointName> isReceiver) {
        return new PolicyFileParser(isReceiver, () -> new ContactPointName(INBOX));
    }

    private void rules(List<SourceFile> files) {
        // The linter looks at the queries that the parser has read.
        LogqlParser logql = new LogqlParser();
        Map<String, LogqlExpr> read = new ConcurrentHashMap<>();
        Function<String, LogqlExpr> reader = query -> read.computeIfAbsent(query, logql::parse);
        RuleFileParser parser = new RuleFileParser(
                new ExpressionCheck(this::speaksLogql, reader), () -> new KnownNames(dataSources, contactPoints));
        List<RuleFile> valid = new ArrayList<>();
        List<SourceFile> rules =
                files.stream().filter(file -> file.kind() == FileKind.RULES).toList();
        // Files do not depend on each other, and there may be a thousand of them.
        List<RuleFileResult> results = rules.parallelStream()
                .map(file -> parser.parse(file.text(), file.name()))
                .toList();
        for (int i = 0; i < rules.size(); i++) {
            RuleFileResult result = results.get(i);
            result.ruleFile().ifPresent(valid::add);
            result.problems().forEach(problem -> add(problem, LintSeverity.ERROR));
            result.warnings().forEach(problem -> add(problem, LintSeverity.WARNING));
        }
        new RuleLinter(this::speaksLogql, reader)
                .lint(valid)
                .forEach(finding -> findings.add(new Finding(
                        finding.rule().group().file(),
                        finding.line(),
                        finding.column(),
                        finding.severity(),
                        finding.code().toString(),
                        finding.text())));
    }

    private void tests(SourceFile file) {
        new RuleTestParser().parse(file.text(), file.name()).problems().forEach(problem -> add(problem, file.kind()));
    }

    private void add(RuleProblem problem, LintSeverity severity) {
        add(problem.file(), problem.line(), problem.column(), severity, FileKind.RULES, problem.text());
    }

    private boolean speaksLogql(String dataSource) {
        return !otherLanguages.contains(dataSource);
    }

    private void template(SourceFile file) {
        try {
            TextTemplate.compile(file.text(), TemplateModel.NAMES);
        } catch (TemplateException e) {
            add(file.name(), e.line(), e.column(), LintSeverity.ERROR, file.kind(), e.problem());
        }
    }

    private void add(FileProblem problem, FileKind kind) {
        add(problem.file(), problem.line(), problem.column(), severity(problem.message()), kind, problem.message());
    }

    private void add(String file, int line, int column, LintSeverity severity, FileKind kind, String message) {
        String code = kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        findings.add(new Finding(file, line, column, severity, code, message));
    }
}
