package io.tocsin.api.loki;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Compares answers as the corpus' reference comparer does. */
final class CorpusComparison {

    private static final Pattern SORTED = Pattern.compile("(?is)\\s*sort(_desc)?\\s*\\(.*");
    private static final double TOLERANCE = 1e-9;

    private CorpusComparison() {}

    static boolean same(JsonNode request, JsonNode actual) {
        JsonNode expected = request.get("response").path("data");
        JsonNode found = actual.path("data");
        if (expected.isObject()) {
            return sameResult(request, expected, found);
        }
        if (expected.isArray()) {
            return found.isArray() && sortedKeys(expected).equals(sortedKeys(found));
        }
        return found.isMissingNode() || found.isNull() || found.isEmpty();
    }

    private static boolean sameResult(JsonNode request, JsonNode expected, JsonNode found) {
        String type = expected.get("resultType").asString();
        if (!type.equals(found.path("resultType").asString(""))) {
            return false;
        }
        JsonNode wanted = expected.get("result");
        JsonNode got = found.get("result");
        return switch (type) {
            case "scalar" -> samePoint(wanted, got);
            case "streams" -> sortedKeys(wanted).equals(sortedKeys(got));
            default -> sameSeries(request, wanted, got);
        };
    }

    private static boolean sameSeries(JsonNode request, JsonNode wanted, JsonNode got) {
        if (wanted.size() != got.size()) {
            return false;
        }
        if (SORTED.matcher(request.path("query").asString("")).matches() && !sameSequence(wanted, got)) {
            return false;
        }
        List<JsonNode> left = sorted(wanted);
        List<JsonNode> right = sorted(got);
        for (int i = 0; i < left.size(); i++) {
            if (!key(left.get(i).get("metric")).equals(key(right.get(i).get("metric")))
                    || !samePoints(points(left.get(i)), points(right.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameSequence(JsonNode wanted, JsonNode got) {
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i).has("value")
                    && !samePoint(wanted.get(i).get("value"), got.get(i).get("value"))) {
                return false;
            }
        }
        return true;
    }

    private static boolean samePoints(List<JsonNode> left, List<JsonNode> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!samePoint(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean samePoint(JsonNode left, JsonNode right) {
        return left.get(0).decimalValue().compareTo(right.get(0).decimalValue()) == 0
                && sameNumber(left.get(1).asString(), right.get(1).asString());
    }

    private static boolean sameNumber(String left, String right) {
        if (left.equals(right)) {
            return true;
        }
        double x = Double.parseDouble(left.replace("Inf", "Infinity"));
        double y = Double.parseDouble(right.replace("Inf", "Infinity"));
        if (Double.isNaN(x) || Double.isInfinite(x)) {
            return Double.compare(x, y) == 0;
        }
        return Math.abs(x - y) <= TOLERANCE * Math.max(Math.abs(x), Math.abs(y));
    }

    private static List<JsonNode> points(JsonNode series) {
        List<JsonNode> points = new ArrayList<>();
        if (series.has("value")) {
            points.add(series.get("value"));
        } else {
            series.get("values").forEach(points::add);
        }
        return points;
    }

    private static List<JsonNode> sorted(JsonNode series) {
        List<JsonNode> sorted = new ArrayList<>();
        series.forEach(sorted::add);
        sorted.sort(Comparator.comparing((JsonNode s) -> key(s.get("metric")))
                .thenComparing(s -> points(s).toString()));
        return sorted;
    }

    private static List<String> sortedKeys(JsonNode array) {
        List<String> keys = new ArrayList<>();
        array.forEach(element -> keys.add(key(element)));
        keys.sort(null);
        return keys;
    }

    /** A text in which the order of object members does not matter. */
    private static String key(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, String> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), key(member.getValue())));
            return members.toString();
        }
        if (node.isArray()) {
            List<String> elements = new ArrayList<>();
            node.forEach(element -> elements.add(key(element)));
            return elements.toString();
        }
        return node.toString();
    }
}
