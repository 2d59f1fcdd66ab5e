package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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
        String training = line(launcher, "\"$make\"");
        String start = line(launcher, "exec \"$java\"");

        assertThat(joined("Dockerfile"))
                .contains("RUN /opt/tocsin/tocsin --make-archive")
                .contains("ENTRYPOINT [\"/opt/tocsin/tocsin\"]");
        assertThat(List.of(training, start)).allMatch(command -> command.contains("\"$java\" $options "));
        assertThat(line(launcher, "options=")).contains("options=@$home/java.options");
        for (String archive : List.of("tocsin.aot", "tocsin.jsa")) {
            assertThat(launcher.split("=\\$home/" + archive, -1)).as(archive).hasSize(3);
        }
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
        String bench = joined("bench/startup.sh");

        assertThat(options(line(bench, "flags=("))).containsExactly("@java.options", "-XX:TieredStopAtLevel=1");
        assertThat(Stream.of(line(bench, "ArchiveClassesAtExit="), line(bench, "SharedArchiveFile=")))
                .allSatisfy(command -> assertThat(command).contains("\"${flags[@]}\""));
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
