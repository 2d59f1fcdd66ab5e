package io.tocsin.demo;

import io.tocsin.label.Labels;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What the sample services log, second by second: the same seconds give the same lines. An OCR error burst comes ten
 * seconds after the start and then every 90 seconds; the other services fail in turn in between.
 */
final class DemoScript {

    private static final int OCR_CYCLE_SECONDS = 90;
    private static final int OCR_BURST_START = 10;
    private static final int OCR_BURST_SECONDS = 12;
    private static final int OTHER_BURST_START = 55;
    private static final int OTHER_BURST_SECONDS = 8;
    private static final int GUNICORN_RESTART_CYCLE_SECONDS = 240;

    private static final DateTimeFormatter LINE_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.of("Asia/Seoul"));
    private static final DateTimeFormatter ACCESS_LOG_TIME = DateTimeFormatter.ofPattern(
                    "dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneId.of("Asia/Seoul"));

    private static final List<BatchService> SERVICES = List.of(
            new BatchService(
                    "ocr", "문서 인식 완료 doc=%d pages=%d", "OCR 엔진 응답 없음: connection refused to 10.0.3.%d:9090 (doc=%d)"),
            new BatchService("collector", "수집 완료 source=%d records=%d", "수집 실패: HTTP 503 from feed-%d, retry=%d"),
            new BatchService(
                    "consumer",
                    "poll finished partition=%d records=%d",
                    "offset commit failed for partition %d: rebalance in progress, generation=%d"),
            new BatchService(
                    "hadoop_upload", "block uploaded id=%d bytes=%d", "Could not obtain block blk_%d: replicas=%d"),
            new BatchService(
                    "hadoop_event",
                    "event batch %d written, %d events",
                    "NameNode is in safe mode, batch %d rejected after %d ms"),
            new BatchService(
                    "warehouse",
                    "load step %d finished, rows=%d",
                    "적재 실패: ORA-00001 unique constraint violated, step=%d, rows=%d"),
            new BatchService(
                    "es_upload",
                    "bulk request %d indexed %d docs",
                    "bulk request %d rejected: es_rejected_execution_exception, queue=%d"));

    private final long seed;

    DemoScript(long seed) {
        this.seed = seed;
    }

    /** A batch job; the texts take two numbers each. */
    private record BatchService(String job, String normal, String failure) {}

    /** The lines of one second. */
    List<DemoLine> lines(long secondsSinceStart, Instant at) {
        Random random = new Random(seed + secondsSinceStart);
        List<DemoLine> lines = new ArrayList<>();
        addBatchJobs(lines, secondsSinceStart, at, random);
        addGunicorn(lines, secondsSinceStart, at, random);
        addSpringBoot(lines, secondsSinceStart, at, random);
        return lines;
    }

    private static void addBatchJobs(List<DemoLine> lines, long second, Instant at, Random random) {
        for (int i = 0; i < SERVICES.size(); i++) {
            BatchService service = SERVICES.get(i);
            if (random.nextInt(3) == 0) {
                String text = String.format(service.normal(), random.nextInt(10_000), random.nextInt(500));
                lines.add(new DemoLine(stream(service, random), stamped(at, "INFO", service.job(), text)));
            }
            if (fails(i, second)) {
                String text = String.format(service.failure(), random.nextInt(250), random.nextInt(10_000));
                lines.add(new DemoLine(stream(service, random), stamped(at, "ERROR", service.job(), text)));
            }
        }
    }

    private static boolean fails(int service, long second) {
        long inCycle = second % OCR_CYCLE_SECONDS;
        if (service == 0) {
            return inCycle >= OCR_BURST_START && inCycle < OCR_BURST_START + OCR_BURST_SECONDS;
        }
        long turn = second / OCR_CYCLE_SECONDS % (SERVICES.size() - 1) + 1;
        return service == turn && inCycle >= OTHER_BURST_START && inCycle < OTHER_BURST_START + OTHER_BURST_SECONDS;
    }

    private static Labels stream(BatchService service, Random random) {
        return Labels.of("job", service.job(), "host", "server" + (1 + random.nextInt(2)));
    }

    private static String stamped(Instant at, String level, String logger, String text) {
        return LINE_TIME.format(at) + " " + level + " [" + logger + "] " + text;
    }

    private static void addGunicorn(List<DemoLine> lines, long second, Instant at, Random random) {
        Labels stream = Labels.of("job", "gunicorn", "service", "shop-api", "host", "web1");
        String path = List.of("/orders", "/cart", "/products/42", "/health").get(random.nextInt(4));
        lines.add(new DemoLine(stream, access(at, "10.0.0." + random.nextInt(250), "GET " + path, 200, random)));
        long inCycle = second % 120;
        if (inCycle >= 70 && inCycle < 76) {
            lines.add(new DemoLine(stream, access(at, "10.0.0.17", "POST /payments", 502, random)));
        }
        if (second % 150 == 100) {
            for (String probe : List.of("/phpinfo.php", "/test/phpinfo.php", "/_phpinfo.php")) {
                lines.add(new DemoLine(stream, access(at, "203.0.113.9", "GET " + probe, 404, random)));
            }
        }
        if (second % GUNICORN_RESTART_CYCLE_SECONDS == 130) {
            lines.add(new DemoLine(
                    stream.with("stream", "error"),
                    "[" + LINE_TIME.format(at) + "] [1] [CRITICAL] WORKER TIMEOUT (pid:" + (300 + random.nextInt(99))
                            + ")"));
            lines.add(new DemoLine(
                    stream.with("stream", "error"),
                    "[" + LINE_TIME.format(at) + "] [1] [INFO] Booting worker with pid: "
                            + (400 + random.nextInt(99))));
        }
    }

    private static String access(Instant at, String client, String request, int status, Random random) {
        return client + " - - [" + ACCESS_LOG_TIME.format(at) + "] \"" + request + " HTTP/1.1\" " + status + " "
                + (100 + random.nextInt(9000)) + " \"-\" \"Mozilla/5.0\"";
    }

    private static void addSpringBoot(List<DemoLine> lines, long second, Instant at, Random random) {
        Labels stream = Labels.of("job", "spring", "service", "order-service", "host", "app1");
        if (second % 2 == 0) {
            lines.add(new DemoLine(
                    stream, stamped(at, "INFO", "o.e.OrderController", "주문 처리 완료 id=" + random.nextInt(100_000))));
        }
        if (second % 180 == 140) {
            lines.add(new DemoLine(
                    stream,
                    stamped(at, "ERROR", "o.e.OrderController", "주문 처리 실패 id=" + random.nextInt(100_000))
                            + "\njava.lang.IllegalStateException: 재고 부족\n"
                            + "\tat org.example.OrderService.reserve(OrderService.java:87)\n"
                            + "\tat org.example.OrderController.create(OrderController.java:41)"));
        }
    }
}
