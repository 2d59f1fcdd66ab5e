package io.tocsin.evaluation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTP server that answers Loki's query endpoints for other processes: one series whose value a function gives. */
public final class LokiStandIn implements AutoCloseable {

    private static final Pattern OFFSET = Pattern.compile("\\] offset ([0-9a-z.]+)");
    private static final Pattern DURATION_PART = Pattern.compile("([0-9.]+)(ms|s|m|h)");
    private static final Map<String, Integer> MILLIS = Map.of("ms", 1, "s", 1_000, "m", 60_000, "h", 3_600_000);

    private static final int PIECE = 8 * 1024;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong questions = new AtomicLong();
    private final Values values;
    private volatile int status = 200;
    private volatile int faultsInThousand;
    private volatile int series = 1;
    private final AtomicLong faults = new AtomicLong();

    /** The value of a query; an {@code offset} in it has moved the time already. */
    @FunctionalInterface
    public interface Values {

        double at(String query, long epochMillis);
    }

    public LokiStandIn(Values values) throws IOException {
        this.values = values;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public long questions() {
        return questions.get();
    }

    public void fail(int httpStatus) {
        status = httpStatus;
    }

    public void recover() {
        status = 200;
    }

    /** How many series an answer to a question about one moment has; each is of a host of its own. */
    public void answerSeries(int count) {
        series = count;
    }

    /** So many of a thousand questions are answered with an error, with something that is no answer, late or never. */
    public void failInThousand(int count) {
        faultsInThousand = count;
    }

    /** How many questions had such an answer. */
    public long faults() {
        return faults.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String query = exchange.getRequestURI().getRawQuery();
        String parameters = query == null ? body : query;
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/ready") || path.endsWith("/buildinfo")) {
            send(exchange, 200, "{\"version\":\"3.8.0\"}");
            return;
        }
        questions.incrementAndGet();
        if (status != 200) {
            send(exchange, status, "out of order");
            return;
        }
        if (ThreadLocalRandom.current().nextInt(1000) < faultsInThousand) {
            faults.incrementAndGet();
            fail(exchange);
            return;
        }
        boolean isRange = path.endsWith("query_range");
        double start = seconds(parameter(parameters, isRange ? "start" : "time"));
        double end = isRange ? seconds(parameter(parameters, "end")) : start;
        double step = isRange ? Math.max(1, stepSeconds(parameter(parameters, "step"))) : 1;
        String text = parameter(parameters, "query");
        long offsetMillis = offsetMillis(text);
        StringBuilder points = new StringBuilder();
        for (double at = start; at <= end + 1e-4; at += step) {
            points.append(points.length() > 0 ? "," : "")
                    .append('[')
                    .append(at)
                    .append(",\"")
                    .append(values.at(text, Math.round(at * 1000) - offsetMillis))
                    .append("\"]");
        }
        String value = isRange ? "\"values\":[" + points + "]" : "\"value\":" + points;
        StringBuilder result = new StringBuilder();
        for (int i = 1; i <= (isRange ? 1 : series); i++) {
            result.append(i == 1 ? "" : ",").append("{\"metric\":{\"host\":\"server" + i + "\"}," + value + "}");
        }
        send(
                exchange,
                200,
                "{\"status\":\"success\",\"data\":{\"resultType\":\"" + (isRange ? "matrix" : "vector")
                        + "\",\"result\":[" + result + "],\"stats\":{}}}");
    }

    private static void fail(HttpExchange exchange) throws IOException {
        switch (ThreadLocalRandom.current().nextInt(5)) {
            case 0 -> send(exchange, 500, "out of order");
            case 1 -> send(exchange, 429, "too many outstanding requests");
            case 2 -> send(exchange, 200, "<html>a proxy's page</html>");
            case 3 -> exchange.close();
            default -> {
                exchange.sendResponseHeaders(200, 1000);
                exchange.getResponseBody().write("{\"status\":".getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(7));
                exchange.close();
            }
        }
    }

    private static String parameter(String parameters, String name) {
        for (String pair : parameters.split("&")) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    /** Loki moves the window of a range back by it: {@code [1s] offset 1.234s}. */
    private static long offsetMillis(String query) {
        Matcher offset = OFFSET.matcher(query);
        if (!offset.find()) {
            return 0;
        }
        double millis = 0;
        Matcher part = DURATION_PART.matcher(offset.group(1));
        while (part.find()) {
            millis += Double.parseDouble(part.group(1)) * MILLIS.get(part.group(2));
        }
        return Math.round(millis);
    }

    /** Up to ten digits are seconds, more are nanoseconds, as Loki reads them. */
    private static double seconds(String text) {
        double number = text.isEmpty() ? 0 : Double.parseDouble(text);
        return number > 1e11 ? number / 1e9 : number;
    }

    private static double stepSeconds(String text) {
        if (text.endsWith("ms")) {
            return Double.parseDouble(text.substring(0, text.length() - 2)) / 1000;
        }
        return text.isEmpty()
                ? 1
                : Double.parseDouble(text.endsWith("s") ? text.substring(0, text.length() - 1) : text);
    }

    private static void send(HttpExchange exchange, int code, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            // The server keeps a buffer of twice the longest write for as long as the connection lives.
            for (int from = 0; from < bytes.length; from += PIECE) {
                out.write(bytes, from, Math.min(PIECE, bytes.length - from));
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
