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
        String dockerfile = joined("Dockerfile");
        List<String> training = options(line(dockerfile, "AOTCacheOutput="));
        List<String> entryPoint = options(line(dockerfile, "ENTRYPOINT"));

        assertThat(training).isEqualTo(entryPoint).contains("@/opt/tocsin/java.options");
        assertThat(value(dockerfile, "-XX:AOTCacheOutput=")).isEqualTo(value(dockerfile, "-XX:AOTCache="));
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
