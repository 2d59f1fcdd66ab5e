package io.tocsin.web.contactpoints;

import io.tocsin.contactpoint.file.ContactPointProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that is wrong, beside its field. The sentences of the file's reader become keys of messages, so that the
 * page can say them in the reader's language; one that is not known here is shown as it is.
 *
 * @param code the key of a message with one argument
 */
record FieldProblem(String field, String code, String argument) {

    private static final String PREFIX = "contact-points.problem.";

    private static final List<String> FIELDS = List.of(
            "api_url",
            "app_token",
            "public_key",
            "people",
            "name",
            "type",
            "url",
            "token",
            "channel",
            "authorization",
            "header",
            "title",
            "text",
            "fallback",
            "update",
            "messages",
            "language");

    /** The first group, where there is one, is the argument. */
    private static final Map<Pattern, String> SENTENCES = sentences();

    private static Map<Pattern, String> sentences() {
        Map<Pattern, String> sentences = new LinkedHashMap<>();
        sentences.put(Pattern.compile("\"\\w+\" is (?:missing|empty)"), "required");
        sentences.put(Pattern.compile("\\w+: the value is none of (.*)"), "oneof");
        sentences.put(Pattern.compile("the name is longer than (\\d+) characters"), "long");
        sentences.put(Pattern.compile("the name \"inbox\" belongs to .*"), "inbox");
        sentences.put(Pattern.compile("fallback must name another contact point"), "fallback");
        sentences.put(Pattern.compile("a Slack mention is .*"), "slack");
        sentences.put(Pattern.compile("a Discord mention is .*"), "discord");
        sentences.put(Pattern.compile("url must look like https://discord.*"), "webhook");
        sentences.put(Pattern.compile("url must be the whole webhook.*"), "slackurl");
        sentences.put(Pattern.compile("a header's name has .*"), "header");
        sentences.put(Pattern.compile("\\w+ is not a URL"), "url");
        sentences.put(Pattern.compile("\\w+ must be an absolute http\\(s\\) URL"), "url");
        sentences.put(Pattern.compile("\\w+ must not contain a user name or password"), "user");
        sentences.put(Pattern.compile("\\w+ must begin with https:// or http://"), "scheme");
        sentences.put(Pattern.compile("\\w+ host (\\S+) is not allowed; .*"), "host");
        sentences.put(Pattern.compile("\\w+ must be https on the default port for host (\\S+)"), "https");
        sentences.put(Pattern.compile("app_token must .*"), "apptoken");
        sentences.put(Pattern.compile("public_key must .*"), "publickey");
        sentences.put(Pattern.compile("people must .*"), "people");
        sentences.put(Pattern.compile("(?:title|text): (.*)", Pattern.DOTALL), "template");
        return sentences;
    }

    static FieldProblem of(ContactPointProblem problem) {
        String message = problem.message();
        for (Map.Entry<Pattern, String> sentence : SENTENCES.entrySet()) {
            Matcher matcher = sentence.getKey().matcher(message);
            if (matcher.matches()) {
                String argument = matcher.groupCount() > 0 ? matcher.group(1) : "";
                return new FieldProblem(fieldOf(message), PREFIX + sentence.getValue(), argument);
            }
        }
        return new FieldProblem(fieldOf(message), "problem.plain", message);
    }

    private static String fieldOf(String message) {
        String field = FIELDS.stream()
                .filter(name -> message.startsWith(name)
                        || message.startsWith("the " + name)
                        || message.startsWith("a " + name)
                        || message.contains("\"" + name + "\""))
                .findFirst()
                .orElse(message.contains(" mention ") ? "mention" : "general");
        return field.equals("header") ? "headers" : field;
    }
}
