package io.tocsin.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.check.FileCheck;
import io.tocsin.check.FileCheck.CheckSettings;
import io.tocsin.check.FileKind;
import io.tocsin.check.Finding;
import io.tocsin.check.SourceFile;
import io.tocsin.cli.ParsedCommand;
import io.tocsin.documents.MarkdownPage.Block;
import io.tocsin.packaging.AgentKeys;
import io.tocsin.packaging.ConfigurationKeys;
import io.tocsin.rule.lint.LintSeverity;
import io.tocsin.security.KnownRoutes;
import io.tocsin.start.AllSettings;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** Every block of every document is something that the program reads it was written for takes, and every link leads somewhere. */
class DocumentsTest {

    /** Files of programs that are not here; their form is not looked at. */
    private static final Set<String> OF_OTHERS =
            Set.of("nginx", "caddyfile", "ini", "toml", "conf", "javascript", "mermaid", "text", "diff", "sql");

    private static final Set<String> LANGUAGES = Set.of("yaml", "json", "bash", "alloy", "xml", "mustache");

    /** What a command of the documents may begin with, besides Tocsin's own. */
    private static final Set<String> PROGRAMS = Set.of(
            "amtool",
            "apt",
            "bash",
            "pngquant",
            "cat",
            "cd",
            "chown",
            "cp",
            "curl",
            "docker",
            "export",
            "git",
            "helm",
            "install",
            "java",
            "journalctl",
            "kubectl",
            "logger",
            "ls",
            "mkdir",
            "mv",
            "mvn",
            "npm",
            "openssl",
            "pg_dump",
            "pip",
            "printf",
            "psql",
            "rm",
            "rsync",
            "sed",
            "sleep",
            "sudo",
            "systemctl",
            "tar",
            "echo",
            "for",
            "test",
            "while",
            "touch",
            "tr",
            "wget");

    /** Variables of the command line that are no settings of the server, and those of an example. */
    private static final Set<String> NO_SETTINGS =
            Set.of("TOCSIN_URL", "TOCSIN_TOKEN", "TOCSIN_HOST", "TOCSIN_USER_PASSWORD");

    /** Of Loki's and Alertmanager's, of which is said that they are not there, or that all below them are. */
    private static final Set<String> SPOKEN_OF =
            Set.of("/api/prom/push", "/api/tocsin/v1", "/api/v1", "/api/v2", "/api/v1/alerts/groups");

    private static final Pattern VARIABLE = Pattern.compile("\\bTOCSIN_[A-Z0-9]++(?:_[A-Z0-9]++)*+(?!_\\*)");
    private static final Pattern ADDRESS =
            Pattern.compile("https?://(?:127\\.0\\.0\\.1:8080|localhost:8080|tocsin:8080)(/[^\\s\"'`)>]*)?");
    private static final Pattern METHOD = Pattern.compile("-X ?([A-Z]+)");
    private static final Pattern ROUTE = Pattern.compile("(?:GET |POST |DELETE )?(/(?:api|loki|actuator|-)/[^ …*]*)");

    static List<MarkdownPage> pages() {
        return MarkdownPage.all();
    }

    static Stream<Block> blocks() {
        return pages().stream().flatMap(page -> page.blocks().stream());
    }

    static Stream<Block> yaml() {
        return blocks().filter(block -> block.language().equals("yaml"));
    }

    static Stream<Block> commands() {
        return blocks().filter(block -> block.language().equals("bash"));
    }

    @Test
    void everyBlockSaysWhatItIs() {
        assertThat(blocks())
                .hasSizeGreaterThan(30)
                .allSatisfy(block -> assertThat(block.language())
                        .as(block.toString())
                        .matches(language -> LANGUAGES.contains(language) || OF_OTHERS.contains(language)));
    }

    @ParameterizedTest
    @MethodSource("yaml")
    void yamlIsReadByWhomItWasWrittenFor(Block block) {
        // A part of a file is one that others read.
        Optional<FileKind> kind = block.attributes().containsKey("part")
                ? Optional.empty()
                : FileKind.of(block.attributes().getOrDefault("file", "block.yml"), block.text());
        if (kind.isEmpty() || isOfAnother(block)) {
            strictYaml(block.text());
            return;
        }
        List<SourceFile> files = new ArrayList<>(dataSources(block));
        files.add(new SourceFile(Path.of("block.yml"), "block", kind.get(), block.text()));
        List<Finding> findings = FileCheck.run(
                        files,
                        new CheckSettings(
                                name -> null, "hooks.example.com,automation.example.com", Path.of("templates")))
                .findings();

        assertThat(findings)
                .as(block.toString())
                .filteredOn(finding -> finding.severity() == LintSeverity.ERROR)
                .isEmpty();
    }

    /** Those of the same page: a rule may ask one of them in its language. */
    private static List<SourceFile> dataSources(Block block) {
        return new MarkdownPage(block.page())
                .blocks("yaml").stream()
                        .filter(other -> !other.text().equals(block.text()))
                        .filter(other ->
                                FileKind.of("other.yml", other.text()).equals(Optional.of(FileKind.DATA_SOURCES)))
                        .map(other ->
                                new SourceFile(Path.of("other.yml"), "other", FileKind.DATA_SOURCES, other.text()))
                        .toList();
    }

    /** {@code of=prometheus}: the file of another program, whose keys are like ours. */
    private static boolean isOfAnother(Block block) {
        return block.attributes().containsKey("of");
    }

    private static void strictYaml(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        new Yaml(new SafeConstructor(options))
                .loadAll(text)
                .forEach(document -> assertThat(document).isNotNull());
    }

    @Test
    void otherFormatsAreWellFormed() throws Exception {
        for (Block block : blocks().toList()) {
            switch (block.language()) {
                case "json" -> new JsonMapper().readTree(block.text());
                case "alloy" ->
                    assertThat(ConfigurationKeys.documented("alloy"))
                            .as(block.toString())
                            .containsAll(ConfigurationKeys.ofAlloy(block.text()));
                case "xml" ->
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(new InputSource(new StringReader("<x>" + block.text() + "</x>")));
                default -> {}
            }
        }
    }

    /** The other formats have readers of ours, and lists of what the programs' documentations have. */
    @Test
    void agentsAreToldOnlyWhatTheirDocumentationHas() throws Exception {
        Map<String, Function<String, Set<String>>> readers = Map.of(
                "Vector", AgentKeys::ofVector,
                "Fluent Bit", AgentKeys::ofFluentBit,
                "syslog-ng", AgentKeys::ofSyslogNg,
                "Docker driver", AgentKeys::ofDockersDriver);
        Set<String> read = new TreeSet<>();
        for (Block block : blocks().toList()) {
            String program = switch (block.language()) {
                case "toml" -> "Vector";
                case "ini" -> "Fluent Bit";
                case "conf" -> "syslog-ng";
                default -> block.text().contains("--log-driver loki") ? "Docker driver" : "";
            };
            Function<String, Set<String>> reader = readers.get(program);
            if (reader != null) {
                read.add(program + " " + block.page().startsWith("docs/ko"));
                assertThat(ConfigurationKeys.documented(
                                program.toLowerCase(Locale.ROOT).replace(' ', '-')))
                        .as(block.toString())
                        .containsAll(reader.apply(block.text()));
            }
        }
        assertThat(read).as("programs, in both languages").hasSize(2 * readers.size());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandsExist(Block block) throws Exception {
        Process shell =
                new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
        shell.getOutputStream().write(block.text().getBytes(StandardCharsets.UTF_8));
        shell.getOutputStream().close();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).as(block + ": " + said).isZero();

        for (String command : commands(block.text())) {
            List<String> words = words(command);
            int jar = indexOfProgram(words);
            if (jar >= 0) {
                List<String> arguments = words.subList(jar + 1, words.size());
                assertThat(ParsedCommand.problem(arguments))
                        .as(block + ": " + command)
                        .isEmpty();
            } else if (!words.isEmpty()) {
                assertThat(PROGRAMS).as(block + ": " + command).contains(words.get(0));
            }
            namesRoutesThatExist(block, command);
        }
    }

    private static void namesRoutesThatExist(Block block, String command) {
        Matcher address = ADDRESS.matcher(command);
        while (address.find()) {
            String path = address.group(1) == null ? "/" : address.group(1).replaceAll("\\?.*", "");
            Matcher method = METHOD.matcher(command);
            boolean posts = command.contains(" --data") || command.contains(" -d ");
            assertThat(KnownRoutes.isKnown(method.find() ? method.group(1) : posts ? "POST" : "GET", path))
                    .as(block + ": " + path)
                    .isTrue();
        }
    }

    /** Each with the lines that it goes on, without what is a text of its own in it. */
    private static List<String> commands(String block) {
        List<String> commands = new ArrayList<>();
        String joined = block.replaceAll("(?s)<<'?(\\w+)'?([^\\n]*)\\n.*?\\n\\1\\n", "$2\n")
                .replaceAll("\\\\\\n\\s*", " ");
        for (String line : joined.lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#") && !line.startsWith("  ")) {
                Stream.of(line.split(" (?:&&|\\|\\||\\|) ")).forEach(commands::add);
            }
        }
        return commands;
    }

    /** Without assignments in front, quotes and what goes where. */
    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = Pattern.compile("((?:[^\\s\"']|\"[^\"]*\"|'[^']*')+)").matcher(command.strip());
        while (word.find()) {
            String text = word.group(1);
            if (text.equals(">") || text.equals("<") || text.equals("#") || text.equals(">>")) {
                break;
            }
            boolean isAssignment = words.isEmpty() && text.matches("[A-Z_]+=.*");
            if (!isAssignment && !(words.isEmpty() && text.equals("sudo"))) {
                words.add(text.replaceAll("[\"']", ""));
            }
        }
        return words;
    }

    /** Where {@code tocsin.jar} or {@code tocsin} stands when it is what is called; -1: it is not. */
    private static int indexOfProgram(List<String> words) {
        if (!words.isEmpty() && words.get(0).equals("java")) {
            for (int i = 0; i < words.size(); i++) {
                if (words.get(i).endsWith("tocsin.jar") && words.get(i - 1).equals("-jar")) {
                    return words.contains("-Djarmode=tools") ? -1 : i;
                }
            }
        }
        return !words.isEmpty() && words.get(0).endsWith("tocsin") ? 0 : -1;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(MarkdownPage page) {
        for (String link : page.links()) {
            if (link.matches("(https?|mailto):.*")) {
                continue;
            }
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty()
                    ? page.file()
                    : page.directory().resolve(parts[0]).normalize();
            assertThat(target).as(page + ": " + link).exists();
            if (parts.length > 1 && target.toString().endsWith(".md")) {
                assertThat(new MarkdownPage(target).anchors())
                        .as(page + ": " + link)
                        .contains(parts[1]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void variablesAreSettings(MarkdownPage page) throws Exception {
        Set<String> unknown = new TreeSet<>();
        Matcher variable = VARIABLE.matcher(Files.readString(page.file()));
        while (variable.find()) {
            unknown.add(variable.group());
        }
        unknown.removeAll(NO_SETTINGS);

        assertThat(unknown).as(page.toString()).allMatch(AllSettings::hasVariable);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void routesExist(MarkdownPage page) {
        Set<String> routes = page.codes().stream()
                .map(ROUTE::matcher)
                .filter(Matcher::matches)
                .map(route -> route.group(1).replaceAll("\\?.*", ""))
                .collect(Collectors.toSet());

        assertThat(routes)
                .as(page.toString())
                .allMatch(path -> SPOKEN_OF.contains(path) || KnownRoutes.isKnownPath(path));
    }

    /** A translation has the parts of its original, and programs are told the same in both. */
    @Test
    void theKoreanDocumentsSayWhatTheEnglishOnesSay() {
        Map<String, MarkdownPage> pages =
                pages().stream().collect(Collectors.toMap(MarkdownPage::toString, page -> page));
        List<MarkdownPage> translations = pages.values().stream()
                .filter(page -> page.toString().startsWith("docs/ko/"))
                .toList();
        assertThat(translations).hasSizeGreaterThan(10);
        for (MarkdownPage korean : translations) {
            MarkdownPage english = pages.get(korean.toString().replace("docs/ko/", "docs/"));
            assertThat(english).as(korean.toString()).isNotNull();
            assertThat(korean.headings()).as(korean.toString()).isEqualTo(english.headings());
            assertThat(korean.blocks().stream().map(Block::withoutRemarks))
                    .as(korean.toString())
                    .containsExactlyElementsOf(
                            english.blocks().stream().map(Block::withoutRemarks).toList());
        }
    }

    /** What people type into a search finds the page that they need. */
    @Test
    void searchWordsAreWherePeopleLook() throws Exception {
        assertThat(Files.readString(Path.of("README.ko.md"))).contains("에러 로그", "슬랙", "알림", "디스코드", "로키");
        assertThat(Files.readString(Path.of("README.md")))
                .containsIgnoringCase("loki alert")
                .containsIgnoringCase("discord");
    }
}
