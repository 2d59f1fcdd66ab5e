package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Every place that starts the program gives Java the same options: an archive of classes that was made with other ones is
 * passed over without a word, and the start is slow again.
 */
class LaunchersTest {

    private static final Pattern OPTION =
            Pattern.compile("[\\s\"(]((?:@\\S*java\\.options|--?[A-Za-z]\\S*?))(?=[\",)\\s])");
    private static final Pattern OF_THE_TRAINING_ONLY =
            Pattern.compile("-D.*|-XX:(AOTCache|AOTCacheOutput|SharedArchiveFile" + "|ArchiveClassesAtExit)=.*|-jar");

    @Test
    void theImageIsTrainedWithTheOptionsOfItsEntryPoint() throws IOException {
        String launcher = joined("docker/tocsin");
        String training = line(launcher, "$make/tocsin.$archive");
        String start = line(launcher, "exec \"$java\" $options");

        assertThat(joined("Dockerfile"))
                .contains("RUN /opt/tocsin/tocsin --make-archive")
                .contains("ENTRYPOINT [\"/opt/tocsin/tocsin\"]");
        assertThat(List.of(training, start)).allMatch(command -> command.contains("\"$java\" $options "));
        assertThat(line(launcher, "options=")).contains("options=@$home/java.options");
        assertThat(launcher).contains("use=$use/tocsin.$archive");
    }

    @Test
    void commandsAreTrainedWithTheOptionsThatTheyRunWith() throws IOException {
        String launcher = joined("docker/tocsin");

        assertThat(List.of(
                        line(launcher, "$make/commands.$archive"), line(launcher, "exec \"$java\" $command_options")))
                .allMatch(command -> command.contains("\"$java\" $command_options "));
        assertThat(launcher).contains("use=$use/commands.$archive");
    }

    /** A Java with an AOT cache refuses some options beside it, and any Java an archive that was made with other ones. */
    @ParameterizedTest
    @ValueSource(strings = {"17.0.15", "25.0.3"})
    void whatIsTrainedIsStartedWithTheSameOptions(String version, @TempDir Path directory) throws Exception {
        Path launcher = Files.copy(Path.of("docker/tocsin"), directory.resolve("tocsin"));
        Path java = directory.resolve("jdk/bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"" + version + "\"\n");
        Files.writeString(java, """
                #!/bin/sh
                echo "$@" >> "$TMPDIR/calls"
                for option; do
                  case $option in -XX:AOTCacheOutput=* | -XX:ArchiveClassesAtExit=*) echo classes > "${option#*=}" ;; esac
                done
                echo Started TocsinApplication
                """.replace("$TMPDIR", directory.toString()));
        assertThat(java.toFile().setExecutable(true)).isTrue();

        for (List<String> arguments : List.of(List.of("--make-archive"), List.<String>of(), List.of("check"))) {
            List<String> command = new ArrayList<>(List.of("sh", launcher.toString()));
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
            builder.environment().put("CGROUPS", directory.toString());
            builder.environment().put("TOCSIN_DATA_DIR", directory.toString());
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
        }

        List<String> calls = Files.readAllLines(directory.resolve("calls"));
        assertThat(calls).hasSize(4).noneMatch(call -> call.contains("-Xshare"));
        assertThat(archive(calls.get(2))).isEqualTo(archive(calls.get(0))).contains("/tocsin.");
        assertThat(archive(calls.get(3))).isEqualTo(archive(calls.get(1))).contains("/commands.");
        assertThat(options(" " + calls.get(2))).isEqualTo(options(" " + calls.get(0)));
        assertThat(options(" " + calls.get(3))).isEqualTo(options(" " + calls.get(1)));
    }

    private static String archive(String call) {
        return Stream.of(call.split(" "))
                .filter(option ->
                        option.matches("-XX:(AOTCache|AOTCacheOutput|SharedArchiveFile|ArchiveClassesAtExit)=.*"))
                .map(option -> option.substring(option.indexOf('=') + 1))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCommandGetsNeitherTheHeapNorTheOptionsOfTheGateway(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("memory.max"), 512 * 1_048_576L + "\n");

        assertThat(launched(directory, "17.0.15", "check", "rules"))
                .contains("-XX:TieredStopAtLevel=1")
                .endsWith("-jar " + Path.of("docker").toRealPath() + "/tocsin.jar check rules\n")
                .doesNotContain("java.options", "-Xmx");
        assertThat(launched(directory, "17.0.15", "recover")).contains("java.options -Xmx288m");
        assertThat(launched(directory, "17.0.15", "--tocsin.port=1")).contains("java.options -Xmx288m");
    }

    @Test
    void theLauncherGivesTheHeapWhatTheLimitLeaves(@TempDir Path directory) throws Exception {
        for (Map.Entry<Integer, String> limit : Map.of(
                        352,
                        "-Xmx128m -Xmn20m -XX:TieredStopAtLevel=1",
                        512,
                        "-Xmx288m -Xmn36m",
                        1024,
                        "-Xmx614m -Xmn76m")
                .entrySet()) {
            Files.writeString(directory.resolve("memory.max"), limit.getKey() * 1_048_576L + "\n");

            assertThat(launched(directory, "17.0.15")).contains("java.options " + limit.getValue() + " -jar");
        }
        Files.writeString(directory.resolve("memory.max"), "max\n");

        assertThat(launched(directory, "17.0.15")).contains("java.options -jar").doesNotContain("-Xmx");
    }

    @Test
    void theLauncherKnowsWhatAJavaCan(@TempDir Path directory) throws Exception {
        assertThat(launched(directory, "11.0.2")).contains("which is Java 11; Tocsin needs 17 or newer");
        assertThat(launched(directory, "17.0.15")).doesNotContain("UseCompactObjectHeaders");
        assertThat(launched(directory, "25.0.3")).contains("-XX:+UseCompactObjectHeaders");
    }

    @Test
    void theLauncherFindsWhatJibPutsIntoItsImage(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("memory.max"), 512 * 1_048_576L + "\n");
        Files.writeString(directory.resolve("jib-classpath-file"), "/app/classes");

        assertThat(launched(directory, "25.0.3"))
                .contains("java.options ", " -Xmx288m -Xmn36m ")
                .endsWith(" -cp @" + directory + "/jib-classpath-file @" + directory + "/jib-main-class-file\n");
        assertThat(launched(directory, "25.0.3", "check", "rules"))
                .endsWith("@" + directory + "/jib-main-class-file check rules\n");
    }

    /** Neither image may know less than the other. */
    @Test
    void jibMakesTheImageOfTheDockerfile() throws Exception {
        String docker = joined("Dockerfile");
        Element jib = profile("jib");

        assertThat(docker).contains("\nFROM " + text(jib, "from/image") + "\nLABEL");
        assertThat(docker).contains("\nUSER " + text(jib, "container/user") + "\n");
        assertThat(docker).contains("\nENTRYPOINT [\"" + text(jib, "container/entrypoint/arg") + "\"]\n");
        assertThat(docker).contains("\nEXPOSE " + text(jib, "container/ports/port") + "\n");
        assertThat(docker).contains("\nVOLUME " + text(jib, "container/volumes/volume") + "\n");
        Matcher variable = Pattern.compile("(TOCSIN_\\w+)=(\\S+)").matcher(line(docker, "ENV "));
        int variables = 0;
        for (; variable.find(); variables++) {
            assertThat(text(jib, "container/environment/" + variable.group(1))).isEqualTo(variable.group(2));
        }
        assertThat(variables).isGreaterThan(3);
        assertThat(Class.forName(text(jib, "container/mainClass"))).hasDeclaredMethods("main");
        for (String file : List.of("java.options", "docker/tocsin", "docker/healthcheck", "templates")) {
            assertThat(Path.of(file)).exists();
            assertThat(jib.getTextContent())
                    .contains(Path.of(file).getFileName().toString());
        }
    }

    private static Element profile(String id) throws Exception {
        Document pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile());
        return (Element) XPathFactory.newInstance()
                .newXPath()
                .evaluate("/project/profiles/profile[id='" + id + "']//configuration", pom, XPathConstants.NODE);
    }

    private static String text(Element element, String path) throws XPathExpressionException {
        return XPathFactory.newInstance().newXPath().evaluate(path, element).strip();
    }

    /** What a Java of this version would be called with, in a control group whose files are in the directory. */
    private static String launched(Path directory, String version, String... arguments) throws Exception {
        Path java = Files.createDirectories(directory.resolve("jdk-" + version + "/bin"))
                .resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Path home = java.resolveSibling("..").normalize();
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        List<String> command = new ArrayList<>(List.of("sh", "docker/tocsin"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", home.toString());
        builder.environment().put("CGROUPS", directory.toString());
        builder.environment().put("JIB_APP", directory.toString());
        builder.environment().put("TOCSIN_DATA_DIR", directory.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    @Test
    void dockerGetsWhatTheImageCopiesAndNothingElse() throws IOException {
        List<String> allowed = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
        List<String> copied = Pattern.compile("(?m)^COPY (?!--from)(.*) \\S+$")
                .matcher(Files.readString(Path.of("Dockerfile")))
                .results()
                .flatMap(copy -> Stream.of(copy.group(1).split(" ")))
                .toList();

        assertThat(Files.readAllLines(Path.of(".dockerignore"))).contains("*");
        assertThat(copied).isNotEmpty().allMatch(path -> Files.exists(Path.of(path)));
        assertThat(copied).allMatch(path -> allowed.stream().anyMatch(root -> path.startsWith(root)));
        assertThat(allowed).allMatch(root -> copied.stream().anyMatch(path -> path.startsWith(root)));
    }

    @Test
    void imagesAreOfFullVersions() throws IOException {
        assertThat(Pattern.compile("(?m)^FROM (\\S+)")
                        .matcher(Files.readString(Path.of("Dockerfile")))
                        .results()
                        .map(from -> from.group(1)))
                .hasSize(3)
                .allMatch(image -> image.matches(".*:\\d+\\.\\d+\\.\\d+[_-].*"));
    }

    @Test
    void theReadmeMakesItsArchiveWithTheOptionsThatUseIt() throws IOException {
        String readme = joined("README.md");

        assertThat(options(line(readme, "ArchiveClassesAtExit=")))
                .isEqualTo(options(line(readme, "SharedArchiveFile=")))
                .containsExactly("@java.options", "-XX:TieredStopAtLevel=1");
        assertThat(value(readme, "-XX:ArchiveClassesAtExit=")).isEqualTo(value(readme, "-XX:SharedArchiveFile="));
    }

    @Test
    void theBenchmarkMeasuresWhatTheReadmeRecommends() throws IOException {
        assertThat(joined("bench/startup.sh")).contains("\nRECOMMENDED=1\n. bench/common.sh\n", "-- $options $program");

        String bench = joined("bench/common.sh");
        assertThat(line(bench, "options=\"${JAVA_OPTIONS")).contains(":-@$PWD/java.options}");
        assertThat(line(bench, "TieredStopAtLevel")).endsWith(" options=\"$options -XX:TieredStopAtLevel=1\"");
        assertThat(line(bench, "\"$make=")).contains("\"$java\" $options");
    }

    /** With the lines that a backslash continues. */
    private static String joined(String file) throws IOException {
        return Files.readString(Path.of(file)).replaceAll("\\\\\\n\\s*", " ");
    }

    private static String line(String text, String part) {
        return text.lines().filter(line -> line.contains(part)).findFirst().orElseThrow();
    }

    private static List<String> options(String command) {
        List<String> options = new ArrayList<>();
        Matcher option = OPTION.matcher(command + " ");
        while (option.find()) {
            if (!OF_THE_TRAINING_ONLY.matcher(option.group(1)).matches()) {
                options.add(option.group(1));
            }
        }
        return options;
    }

    private static String value(String text, String option) {
        Matcher value = Pattern.compile(Pattern.quote(option) + "([^\\s\",]+)").matcher(text);
        assertThat(value.find()).as(option).isTrue();
        return value.group(1);
    }
}
