package io.tocsin.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.label.Labels;
import io.tocsin.notification.PolicyTree;
import io.tocsin.notification.file.PolicyFileParser;
import io.tocsin.rule.ContactPointName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Forty configurations of Alertmanager, made by chance: what is imported routes 1,000 label sets each to the receivers of the
 * source. Who those are says a second implementation of its routing here, and, when the variable AMTOOL names the
 * program, amtool.
 */
class AlertmanagerRoundTripTest {

    private static final List<String> NAMES = List.of("team", "severity", "host");
    private static final List<String> VALUES = List.of("data", "web", "critical", "h-1", "");
    private static final int LABEL_SETS = 1_000;
    private static final int ASKED_OF_AMTOOL = 20;

    @TempDir
    private Path home;

    static Stream<Integer> seeds() {
        return IntStream.range(0, 40).boxed();
    }

    /** A matcher of the source, in one of the forms that Alertmanager reads. */
    private record Match(String name, String operator, String value, boolean isOldForm) {

        boolean accepts(Map<String, String> labels) {
            String actual = labels.getOrDefault(name, "");
            return switch (operator) {
                case "=" -> actual.equals(value);
                case "!=" -> !actual.equals(value);
                case "=~" -> actual.matches(value);
                default -> !actual.matches(value);
            };
        }
    }

    /** A route of the source. */
    private record Route(String receiver, List<Match> matches, boolean continues, List<Route> children) {

        List<String> receivers(Map<String, String> labels) {
            List<String> found = new ArrayList<>();
            for (Route child : children) {
                if (child.matches.stream().allMatch(match -> match.accepts(labels))) {
                    found.addAll(child.receivers(labels));
                    if (!child.continues) {
                        break;
                    }
                }
            }
            return found.isEmpty() ? List.of(receiver) : found;
        }

        void write(StringBuilder yaml, String indent) {
            yaml.append("receiver: ").append(receiver).append('\n');
            if (continues) {
                yaml.append(indent).append("continue: true\n");
            }
            writeMatches(yaml, indent);
            if (!children.isEmpty()) {
                yaml.append(indent).append("routes:\n");
                for (Route child : children) {
                    yaml.append(indent).append("  - ");
                    child.write(yaml, indent + "    ");
                }
            }
        }

        private void writeMatches(StringBuilder yaml, String indent) {
            Map<String, StringBuilder> parts = new TreeMap<>();
            for (Match match : matches) {
                String field = match.isOldForm ? (match.operator.equals("=") ? "match" : "match_re") : "matchers";
                String text = match.isOldForm
                        ? match.name + ": '" + match.value + "'"
                        : "- '" + match.name + match.operator + "\"" + match.value + "\"'";
                parts.computeIfAbsent(field, unseen -> new StringBuilder())
                        .append(indent)
                        .append("  ")
                        .append(text)
                        .append('\n');
            }
            parts.forEach((field, lines) ->
                    yaml.append(indent).append(field).append(":\n").append(lines));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void routesAsItsSource(int seed) throws Exception {
        Random random = new Random(seed);
        List<String> used = new ArrayList<>();
        Route root = route(random, 0, used);
        String source = source(root, used);

        Imported imported = AlertmanagerImport.read(source, "alertmanager.yml", pattern -> Map.of());
        PolicyTree tree = new PolicyFileParser(name -> true, () -> new ContactPointName("none"))
                .parse(String.valueOf(imported.files().get("policies.yml")), "policies.yml")
                .policies()
                .orElseThrow()
                .tree();

        assertThat(imported.remarks()).allMatch(remark -> remark.kind() == ImportRemark.RemarkKind.TO_DO);
        Path file = Files.writeString(home.resolve("alertmanager.yml"), source);
        for (int i = 0; i < LABEL_SETS; i++) {
            Map<String, String> labels = labels(random);
            List<String> expected = distinct(root.receivers(labels));
            assertThat(routed(tree, labels)).as("%s of\n%s", labels, source).isEqualTo(expected);
            if (i < ASKED_OF_AMTOOL && System.getenv("AMTOOL") != null) {
                assertThat(amtool(file, labels)).as("%s of\n%s", labels, source).isEqualTo(expected);
            }
        }
    }

    private static List<String> distinct(List<String> names) {
        return List.copyOf(new LinkedHashSet<>(names));
    }

    /** Further targets of a receiver are called {@code NAME-2}. */
    private static List<String> routed(PolicyTree tree, Map<String, String> labels) {
        return distinct(tree.route(Labels.of(labels), List.of()).stream()
                .map(route -> route.key().receiver().value().replaceAll("-2$", ""))
                .toList());
    }

    private static List<String> amtool(Path file, Map<String, String> labels) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(System.getenv("AMTOOL"), "config", "routes", "test", "--config.file=" + file));
        labels.forEach((name, value) -> command.add(name + "=" + value));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(output).isZero();
        return distinct(Arrays.asList(output.split(",")));
    }

    private static Map<String, String> labels(Random random) {
        Map<String, String> labels = new TreeMap<>();
        for (String name : NAMES) {
            String value = VALUES.get(random.nextInt(VALUES.size()));
            if (!value.isEmpty()) {
                labels.put(name, value);
            }
        }
        if (labels.isEmpty()) {
            labels.put("other", "x");
        }
        return labels;
    }

    private static Route route(Random random, int depth, List<String> used) {
        List<Route> children = new ArrayList<>();
        int most = depth == 0 ? 5 : depth < 3 ? 3 : 0;
        int count = depth == 0 ? 1 + random.nextInt(most) : most == 0 ? 0 : random.nextInt(most);
        for (int i = 0; i < count; i++) {
            children.add(route(random, depth + 1, used));
        }
        boolean mayHaveTwoTargets = children.stream().noneMatch(Route::continues);
        String receiver = (mayHaveTwoTargets && random.nextInt(4) == 0 ? "two" : "one") + used.size();
        used.add(receiver);
        List<Match> matches = new ArrayList<>();
        for (int i = 0; depth > 0 && i <= random.nextInt(2); i++) {
            matches.add(match(random, i));
        }
        return new Route(receiver, matches, depth > 0 && random.nextInt(3) == 0, children);
    }

    /** Each of a route is about another label: the older forms are maps. */
    private static Match match(Random random, int number) {
        String operator = List.of("=", "!=", "=~", "!~").get(random.nextInt(4));
        boolean isRegex = operator.endsWith("~");
        String value = isRegex ? "(data|h-.)" : VALUES.get(random.nextInt(VALUES.size()));
        boolean isOldForm = !operator.startsWith("!") && random.nextInt(3) == 0 && !value.isEmpty();
        return new Match(
                NAMES.get((number + random.nextInt(2)) % NAMES.size()), operator, value, isOldForm && number == 0);
    }

    private static String source(Route root, List<String> receivers) {
        StringBuilder yaml = new StringBuilder("route:\n  ");
        root.write(yaml, "  ");
        yaml.append("receivers:\n");
        for (String receiver : receivers) {
            yaml.append("  - name: ").append(receiver).append("\n    slack_configs:\n");
            yaml.append("      - {api_url: 'https://hooks.slack.com/services/T0/B0/x'}\n");
            if (receiver.startsWith("two")) {
                yaml.append("    discord_configs:\n      - {webhook_url: 'https://discord.com/api/webhooks/1/x'}\n");
            }
        }
        // amtool 0.25 knows no Discord; it is asked about routes only.
        return System.getenv("AMTOOL") == null
                ? yaml.toString()
                : yaml.toString().replace("discord_configs", "webhook_configs").replace("webhook_url:", "url:");
    }
}
