package io.tocsin.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tocsin.RunningTocsin;
import io.tocsin.TocsinProcess;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.store.DeliveryOutbox;
import io.tocsin.message.Message;
import io.tocsin.message.TestMessages;
import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A long queue is sent as fast as the services allow, and pages answer meanwhile. {@code -Ddrain.messages} and
 * {@code -Ddrain.contacts} make it smaller.
 */
@Tag("soak")
class QueueDrainIT {

    private static final int MESSAGES = Integer.getInteger("drain.messages", 10_000);
    private static final int CONTACTS = Integer.getInteger("drain.contacts", 100);
    private static final Pattern MARK = Pattern.compile("mark-([0-9]+)-end");
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" (?:type=\"hidden\" )?value=\"([^\"]+)\"");
    private static final List<String> PAGES =
            List.of("/", "/alerts", "/deliveries", "/rules", "/contact-points", "/status");
    private static final long MILLIS_BETWEEN_PAGES = 250;
    private static final long TICK_MILLIS = 10;
    /** Of a thread, in milliseconds of a message. */
    private static final double WORTH_TELLING = 0.01;

    @TempDir
    private Path home;

    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final Map<Integer, Integer> arrived = new ConcurrentHashMap<>();

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void aLongQueueDrainsAtTheServicesLimitsWhilePagesAnswer() throws Exception {
        HttpServer chat = chat();
        int port = chat.getAddress().getPort();
        writeContactPoints(port);
        queueMessages();
        try (TocsinProcess tocsin = TocsinProcess.start(
                home,
                TocsinProcess.freePort(),
                Map.of(
                        "TOCSIN_CONTACT_POINTS_FILE",
                        home.resolve("contact-points.yml").toString(),
                        "TOCSIN_RULES_DIR",
                        home.resolve("rules").toString(),
                        "TOCSIN_ALLOWED_WEBHOOK_HOSTS",
                        "127.0.0.1:" + port,
                        "TOCSIN_DELIVERY_STORM_THRESHOLD",
                        "0"))) {
            logIn(tocsin);
            Span drain = span(tocsin, () -> arrived.size() < MESSAGES, Duration.ofMinutes(20));
            assertThat(arrived).hasSize(MESSAGES);
            // What the pages and the rest of the process cost without messages.
            Instant end = Instant.now().plusSeconds(20);
            Span idle = span(tocsin, () -> Instant.now().isBefore(end), Duration.ofMinutes(1));

            double perMessage =
                    (drain.processorMillis() - idle.processorMillis() * drain.millis() / (double) idle.millis())
                            / drain.messages();
            System.out.printf(
                    "| messages | contact points | took s | CPU of a message, ms | pages asked | page p50 ms | p95 ms | p95 idle ms |%n"
                            + "|---|---|---|---|---|---|---|---|%n| %d | %d | %.1f | %.3f | %d | %d | %d | %d |%n",
                    drain.messages(),
                    CONTACTS,
                    drain.millis() / 1000.0,
                    perMessage,
                    drain.pages().size(),
                    drain.page(50),
                    drain.page(95),
                    idle.page(95));
            drain.threads().forEach((name, millis) -> {
                double own = millis - idle.threads().getOrDefault(name, 0L) * drain.millis() / (double) idle.millis();
                if (own / drain.messages() >= WORTH_TELLING) {
                    System.out.printf("%s: %.3f ms a message%n", name, own / drain.messages());
                }
            });
            assertThat(arrived.values()).as("each message comes once").containsOnly(1);
            assertThat(perMessage).as("processor milliseconds of a message").isLessThanOrEqualTo(1);
        } finally {
            chat.stop(0);
        }
    }

    /**
     * @param threads processor milliseconds of the threads of each name
     * @param pages milliseconds of each, in ascending order
     */
    private record Span(int messages, long millis, long processorMillis, Map<String, Long> threads, List<Long> pages) {

        long page(int percent) {
            return pages.get(Math.min(pages.size() - 1, pages.size() * percent / 100));
        }
    }

    private interface GoesOn {
        boolean test();
    }

    private Span span(TocsinProcess tocsin, GoesOn goesOn, Duration limit) throws Exception {
        int before = arrived.size();
        long processor = processorMillis(tocsin);
        Map<String, Long> threads = threads(tocsin);
        long begin = System.nanoTime();
        List<Long> pages = new ArrayList<>();
        for (int i = 0; (goesOn.test() || i < PAGES.size()) && System.nanoTime() - begin < limit.toNanos(); i++) {
            long asked = System.nanoTime();
            HttpResponse<String> page = http.send(
                    HttpRequest.newBuilder(tocsin.uri(PAGES.get(i % PAGES.size())))
                            .timeout(Duration.ofMinutes(1))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
            pages.add((System.nanoTime() - asked) / 1_000_000);
            LockSupport.parkNanos(MILLIS_BETWEEN_PAGES * 1_000_000);
        }
        return new Span(
                arrived.size() - before,
                (System.nanoTime() - begin) / 1_000_000,
                processorMillis(tocsin) - processor,
                since(threads, threads(tocsin)),
                pages.stream().sorted().toList());
    }

    private static Map<String, Long> since(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> spent = new TreeMap<>();
        after.forEach((name, millis) -> spent.put(name, millis - before.getOrDefault(name, 0L)));
        return spent;
    }

    private static long processorMillis(TocsinProcess tocsin) throws IOException {
        return processorMillis(Files.readString(Path.of("/proc/" + tocsin.pid() + "/stat")));
    }

    private static long processorMillis(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MILLIS;
    }

    /** By name, without the numbers of those that are several. A thread that has ended is in no sum. */
    private static Map<String, Long> threads(TocsinProcess tocsin) throws IOException {
        Map<String, Long> all = new TreeMap<>();
        List<Path> tasks;
        try (Stream<Path> found = Files.list(Path.of("/proc/" + tocsin.pid() + "/task"))) {
            tasks = found.toList();
        }
        for (Path task : tasks) {
            try {
                String stat = Files.readString(task.resolve("stat"));
                String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
                        .replaceAll("[-0-9]+$", "");
                all.merge(name, processorMillis(stat), Long::sum);
            } catch (IOException ended) {
                // Between the list and the look.
            }
        }
        return all;
    }

    private HttpServer chat() throws IOException {
        HttpServer chat = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        chat.setExecutor(Executors.newFixedThreadPool(8, work -> {
            Thread thread = new Thread(work, "chat");
            thread.setDaemon(true);
            return thread;
        }));
        chat.createContext("/", exchange -> {
            Matcher mark = MARK.matcher(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            if (mark.find()) {
                arrived.merge(Integer.valueOf(mark.group(1)), 1, Integer::sum);
            }
            byte[] answer = "ok".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        chat.start();
        return chat;
    }

    private void writeContactPoints(int port) throws IOException {
        StringBuilder text = new StringBuilder("contact_points:\n");
        for (int i = 0; i < CONTACTS; i++) {
            text.append("  - {name: chat")
                    .append(i)
                    .append(", type: slack, settings: {url: \"http://127.0.0.1:")
                    .append(port)
                    .append("/services/T00000001/B00000001/")
                    .append("abcdefghijklmnopqrst")
                    .append(1000 + i)
                    .append("\"}}\n");
        }
        Files.createDirectories(home.resolve("rules"));
        Files.writeString(home.resolve("contact-points.yml"), text);
    }

    /** They are due when all are there, and the process that puts them there has ended. */
    private void queueMessages() {
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        try (RunningTocsin tocsin = RunningTocsin.start(home, Map.of())) {
            DeliveryOutbox outbox = tocsin.bean(DeliveryOutbox.class);
            TransactionTemplate transactions = tocsin.bean(TransactionTemplate.class);
            for (int from = 0; from < MESSAGES; from += 500) {
                int first = from;
                transactions.executeWithoutResult(status -> {
                    for (int i = first; i < Math.min(MESSAGES, first + 500); i++) {
                        outbox.enqueue(new NewDelivery("drain/" + i, message(i)), tomorrow);
                    }
                });
            }
            // In parts: a statement has a time limit, and the machine may be busy.
            OffsetDateTime queued = Instant.now().atOffset(ZoneOffset.UTC);
            OffsetDateTime due = Instant.now().plusSeconds(30).atOffset(ZoneOffset.UTC);
            for (int from = 0; from <= MESSAGES; from += 500) {
                tocsin.bean(JdbcTemplate.class)
                        .update(
                                "update delivery set queued_at = ?, due_at = ? where id >= ? and id < ?",
                                queued,
                                due,
                                from,
                                from + 500);
            }
        }
    }

    private static Message message(int i) {
        return TestMessages.withGroup(
                TestMessages.firing(
                        "chat" + i % CONTACTS,
                        TestMessages.alert("server" + i, "summary", "description", "mark-" + i + "-end")),
                "group" + i);
    }

    private void logIn(TocsinProcess tocsin) throws Exception {
        URI login = tocsin.uri("/login");
        String form = http.send(HttpRequest.newBuilder(login).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher token = CSRF.matcher(form);
        assertThat(token.find()).as(form).isTrue();
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(login)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "username=admin&password=" + RunningTocsin.ADMIN_PASSWORD + "&_csrf=" + token.group(1)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
    }
}
