package io.tocsin.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.standin.DiscordStandIn;
import io.tocsin.standin.SlackStandIn;
import io.tocsin.standin.StandIn;
import io.tocsin.standin.StandIns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A storm against Slack and Discord that fail in every way, told by a real process that is killed again and again:
 * 20 % of the requests are rate limited, 5 % end in a server error, 2 % are taken but not answered.
 */
class KilledDeliveryIT {

    private static final Duration PATIENCE = Duration.ofMinutes(25);
    private static final Pattern MARKER = Pattern.compile("group-(\\d+)-message-(\\d+)-end");

    @TempDir
    Path home;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void everyGroupEndsInItsFinalStateAlthoughTheProcessIsKilled() throws Exception {
        run(new Run(12, 5, 10, 1, 1));
    }

    @Test
    @Tag("soak")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void theSameWithTenThousandAlertsAndTwentyKills() throws Exception {
        run(new Run(400, 25, 10, 20, 2));
    }

    private record Run(int groups, int alerts, int points, int kills, long seed) {}

    private void run(Run run) throws IOException, InterruptedException {
        Random random = new Random(run.seed());
        try (SlackStandIn slack = new SlackStandIn();
                DiscordStandIn discord = new DiscordStandIn()) {
            slack.failBy(path -> fault(random));
            discord.failBy(path -> fault(random));
            DeliveryProcess.Plan plan = new DeliveryProcess.Plan(
                    home.resolve("outbox"),
                    slack.webhookUrl(""),
                    discord.webhookUrl("ID"),
                    run.points(),
                    run.groups(),
                    run.alerts());
            long before = System.nanoTime();
            for (int kill = 0; kill < run.kills(); kill++) {
                Process process = start(plan, "STARTED");
                pause(500 + random.nextInt(6_000));
                process.destroyForcibly();
                process.waitFor(60, TimeUnit.SECONDS);
            }
            Process last = start(plan, "DONE");
            last.destroy();
            last.waitFor(60, TimeUnit.SECONDS);
            judge(run, slack, discord, Duration.ofNanos(System.nanoTime() - before));
        }
    }

    private static synchronized StandIn.Fault fault(Random random) {
        int percent = random.nextInt(100);
        if (percent < 20) {
            return StandIns.rateLimited(1 + random.nextInt(3));
        }
        if (percent < 25) {
            return StandIns.answer(500, "");
        }
        return percent < 27 ? StandIns.cutAfterAccepting() : StandIn.Fault.NONE;
    }

    /** Starts it and waits until it says this word. */
    private Process start(DeliveryProcess.Plan plan, String word) throws IOException, InterruptedException {
        Path output = Files.createTempFile(home, "process", ".log");
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DeliveryProcess.class.getName()));
        command.addAll(plan.arguments());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        long attempts = PATIENCE.toMillis() / 100;
        for (long i = 0; i < attempts && process.isAlive(); i++) {
            if (Files.readString(output).contains(word)) {
                return process;
            }
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        String log = Files.readString(output);
        if (log.contains(word)) {
            return process;
        }
        process.destroyForcibly();
        throw new AssertionError("never said " + word + ":\n" + log.substring(Math.max(0, log.length() - 4_000)));
    }

    private static void judge(Run run, SlackStandIn slack, DiscordStandIn discord, Duration took) {
        List<StandIn.Accepted> accepted = new ArrayList<>(slack.accepted());
        accepted.addAll(discord.accepted());
        Map<Integer, Integer> newest = new HashMap<>();
        Set<String> seen = new HashSet<>();
        int marked = 0;
        for (StandIn.Accepted message : accepted) {
            String body = message.body().toString();
            Matcher marker = MARKER.matcher(body.replace("\\", ""));
            assertThat(marker.find()).as(body).isTrue();
            int group = Integer.parseInt(marker.group(1));
            int number = Integer.parseInt(marker.group(2));
            boolean isAgain = !seen.add(marker.group());
            if (isAgain && message.method().equals("POST")) {
                assertThat(body).as("the second %s", marker.group()).contains("Possible duplicate");
                marked++;
            }
            assertThat(number).as("order of group %s", group).isGreaterThanOrEqualTo(newest.getOrDefault(group, 0));
            newest.put(group, number);
        }
        assertThat(newest).hasSize(run.groups());
        assertThat(newest.values()).as("the final states").containsOnly(DeliveryProcess.MESSAGES_PER_GROUP - 1);
        assertThat(seen).hasSize(run.groups() * DeliveryProcess.MESSAGES_PER_GROUP);
        assertThat(slack.refused()).noneMatch(refusal -> refusal.startsWith("400"));
        assertThat(discord.refused()).noneMatch(refusal -> refusal.startsWith("400"));
        int busiestSlack = busiest(slack, Duration.ofSeconds(30));
        int busiestDiscord = busiest(discord, Duration.ofSeconds(60));
        System.out.printf(
                "fault run: %d alerts, %d groups, %d kills, %d requests, %d accepted, %d marked duplicates,"
                        + " busiest Slack URL %d in 30 s, busiest Discord webhook %d in 60 s, %d s%n",
                run.groups() * run.alerts(),
                run.groups(),
                run.kills(),
                slack.requests().size() + discord.requests().size(),
                accepted.size(),
                marked,
                busiestSlack,
                busiestDiscord,
                took.toSeconds());
        // One a second, and one more for the two ends of the window.
        assertThat(busiestSlack).isLessThanOrEqualTo(31);
        assertThat(busiestDiscord).isLessThanOrEqualTo(31);
    }

    /** The most requests that one endpoint got within a window; edits of Discord count for their webhook. */
    private static int busiest(StandIn standIn, Duration window) {
        Map<String, List<Long>> byEndpoint = new HashMap<>();
        standIn.requests()
                .forEach(request -> byEndpoint
                        .computeIfAbsent(request.path().replaceFirst("/messages/.*", ""), path -> new ArrayList<>())
                        .add(request.atMillis()));
        int most = 0;
        for (List<Long> times : byEndpoint.values()) {
            for (int from = 0, to = 0; to < times.size(); to++) {
                while (times.get(to) - times.get(from) >= window.toMillis()) {
                    from++;
                }
                most = Math.max(most, to - from + 1);
            }
        }
        return most;
    }

    private static void pause(long millis) throws InterruptedException {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
