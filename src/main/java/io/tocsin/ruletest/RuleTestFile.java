package io.tocsin.ruletest;

import io.tocsin.yaml.TextPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of tests as it is written.
 *
 * @param ruleFiles paths relative to the file; {@code *} stands for any part of a name
 * @param evaluationInterval the interval of groups that have none
 * @param policiesFile relative to the file; null: the installation's, if there is one
 * @param contactPointsFile relative to the file; null: the installation's, if there is one
 */
public record RuleTestFile(
        List<NamedFile> ruleFiles,
        Duration evaluationInterval,
        @Nullable NamedFile policiesFile,
        @Nullable NamedFile contactPointsFile,
        List<RuleTest> tests) {

    public RuleTestFile {
        ruleFiles = List.copyOf(ruleFiles);
        tests = List.copyOf(tests);
    }

    /** A path and where it is written. */
    public record NamedFile(String path, TextPosition at) {}

    /** TestTimes in a test count from its start. */
    public record RuleTest(
            String name,
            TextPosition at,
            List<InputStream> input,
            List<AlertExpectation> alerts,
            List<ExpressionExpectation> expressions,
            List<RecordingExpectation> recordings,
            List<MessageExpectation> messages) {

        public RuleTest {
            input = List.copyOf(input);
            alerts = List.copyOf(alerts);
            expressions = List.copyOf(expressions);
            recordings = List.copyOf(recordings);
            messages = List.copyOf(messages);
        }
    }

    /** The lines of one stream, in the order in which they are written. */
    public record InputStream(Map<String, String> labels, List<InputLines> lines) {

        public InputStream {
            labels = Map.copyOf(labels);
            lines = List.copyOf(lines);
        }
    }

    /**
     * One line, once or several times, or the lines of a file.
     *
     * @param delay how much later than written each line arrives
     * @param every the distance of repetitions; of a file, the distance of its lines
     * @param times how often; 0: as long as the test lasts
     * @param line {@code {{n}}} in it is the number of the repetition, from 1; null when there is a file
     * @param file relative to the test file; null when there is a line
     */
    public record InputLines(
            Duration at,
            Duration delay,
            @Nullable Duration every,
            int times,
            @Nullable String line,
            @Nullable NamedFile file,
            Map<String, String> metadata) {

        public InputLines {
            metadata = Map.copyOf(metadata);
        }
    }

    /** What a rule's alerts are to be at a time. */
    public record AlertExpectation(Duration time, String alert, List<ExpectedAlert> expected, TextPosition at) {

        public AlertExpectation {
            expected = List.copyOf(expected);
        }
    }

    /**
     * One alert.
     *
     * @param labels all of them, without {@code alertname}
     * @param value null: not compared
     * @param annotations those that are compared
     */
    public record ExpectedAlert(
            Map<String, String> labels,
            ExpectedState state,
            @Nullable Double value,
            Map<String, String> annotations) {

        public ExpectedAlert {
            labels = Map.copyOf(labels);
            annotations = Map.copyOf(annotations);
        }
    }

    /** The states that can be expected. */
    public enum ExpectedState {
        PENDING,
        /** Also while it recovers: to people it fires then. */
        FIRING,
        RECOVERING
    }

    /** What an expression is to yield at a time. */
    public record ExpressionExpectation(
            String expression, Duration time, List<ExpectedSample> expected, TextPosition at) {

        public ExpressionExpectation {
            expected = List.copyOf(expected);
        }
    }

    /** What a recording rule is to have recorded at its newest slot up to a time; labels are compared without the name. */
    public record RecordingExpectation(String name, Duration time, List<ExpectedSample> expected, TextPosition at) {

        public RecordingExpectation {
            expected = List.copyOf(expected);
        }
    }

    /** One sample of an answer. */
    public record ExpectedSample(Map<String, String> labels, double value) {

        public ExpectedSample {
            labels = Map.copyOf(labels);
        }
    }

    /**
     * What a contact point is to have been told up to a time.
     *
     * @param count how many messages; null: at least one, if a text is expected
     * @param contains texts of the newest message
     * @param excludes texts that are not in the newest message
     */
    public record MessageExpectation(
            Duration time,
            String contactPoint,
            @Nullable Integer count,
            List<String> contains,
            List<String> excludes,
            TextPosition at) {

        public MessageExpectation {
            contains = List.copyOf(contains);
            excludes = List.copyOf(excludes);
        }
    }
}
