import com.sun.net.httpserver.HttpServer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * Answers a data source's questions for a past, which nginx cannot: every series has the value 7 at every step. Questions
 * without a step are for log lines, of which there are none.
 *
 * <p>{@code java Past.java PORT SERIES}; ends with its process.
 */
class Past {

    public static void main(String[] arguments) throws Exception {
        int series = Integer.parseInt(arguments[1]);
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 0);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.createContext("/", exchange -> {
            byte[] answer = answer(parameters(exchange.getRequestURI().getRawQuery()), series)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            String[] both = pair.split("=", 2);
            parameters.put(both[0], both.length < 2 ? "" : URLDecoder.decode(both[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static String answer(Map<String, String> parameters, int series) {
        if (!parameters.containsKey("step")) {
            return "{\"status\":\"success\",\"data\":{\"resultType\":\"streams\",\"result\":[]}}";
        }
        StringBuilder values = new StringBuilder();
        BigDecimal end = seconds(parameters.get("end"));
        BigDecimal step = new BigDecimal(parameters.get("step").replace("s", ""));
        for (BigDecimal at = seconds(parameters.get("start")); at.compareTo(end) <= 0; at = at.add(step)) {
            values.append(values.length() == 0 ? "" : ",").append('[')
                    .append(at.setScale(3, RoundingMode.HALF_UP).toPlainString()).append(",\"7\"]");
        }
        StringBuilder all = new StringBuilder("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[");
        for (int i = 0; i < series; i++) {
            all.append(i == 0 ? "" : ",").append("{\"metric\":{\"host\":\"h").append(i).append("\"},\"values\":[")
                    .append(values).append("]}");
        }
        return all.append("]}}").toString();
    }

    /** Nanoseconds, or seconds. */
    private static BigDecimal seconds(String text) {
        BigDecimal number = new BigDecimal(text);
        return number.compareTo(new BigDecimal("1e14")) > 0 ? number.movePointLeft(9) : number;
    }
}
