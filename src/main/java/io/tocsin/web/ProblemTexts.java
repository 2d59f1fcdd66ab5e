package io.tocsin.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Problems of files, queries and matchers in the reader's language. The parts of Tocsin that find them speak English, as logs
 * and the command line do; a sentence without a translation stays as it is.
 */
@Component("problemTexts")
public class ProblemTexts {

    private static final String FILE = "/problems_ko.txt";
    private static final int MAX_LENGTH = 4_000;
    /** Between a sentence and its translation. */
    private static final String EQUALS = " = ";
    /** Between words that stand within sentences and theirs. */
    private static final String MEANS = " ~ ";

    /** {@code file:line:column: } and {@code group "g", rule "r": }, which stay. */
    private static final Pattern PLACE =
            Pattern.compile("^(?:\\S+:\\d+:\\d+: )?(?:group \"[^\"]*\"(?:, rule (?:\"[^\"]*\"|\\S+))?: )?");

    private static final Pattern FIELD = Pattern.compile(
            "^((?:annotation|label) \"[^\"]*\"|evidence \\w+|absent \\w+|condition: \"[^\"]*\"|[a-z_]+): ");

    /** What the file says. Read for the first text that is shown in Korean: where nobody reads Korean it would only take memory. */
    private static final class Translations {

        static final Translations KOREAN = new Translations(read());

        final List<Sentence> sentences;
        /** Longer ones first, as they may have shorter ones in them. */
        final Map<String, String> phrases = new LinkedHashMap<>();

        private Translations(List<String> lines) {
            this.sentences = lines.stream()
                    .filter(line -> line.contains(EQUALS) && !line.contains(MEANS))
                    .map(ProblemTexts::sentence)
                    .toList();
            lines.stream()
                    .filter(line -> line.contains(MEANS))
                    .map(line -> line.split(MEANS, 2))
                    .sorted(Comparator.comparing((String[] phrase) -> -phrase[0].length()))
                    .forEach(phrase -> phrases.put(phrase[0], phrase[1]));
        }
    }

    private record Sentence(Pattern english, String korean) {}

    /** The text in Korean for a page in Korean; as it is otherwise. */
    public String of(String text, Locale locale) {
        if (!locale.getLanguage().equals(Locale.KOREAN.getLanguage()) || text.length() > MAX_LENGTH) {
            return text;
        }
        Matcher place = PLACE.matcher(text);
        int start = place.find() ? place.end() : 0;
        String message = text.substring(start);
        return text.substring(0, start)
                + whole(message)
                        .or(() -> afterField(message))
                        .orElseGet(() -> clauses(message).orElse(message));
    }

    private Optional<String> afterField(String message) {
        Matcher field = FIELD.matcher(message);
        if (!field.find()) {
            return Optional.empty();
        }
        String rest = message.substring(field.end());
        return whole(rest).or(() -> clauses(rest)).map(korean -> field.group() + korean);
    }

    /** Empty when not one of the clauses is known. */
    private Optional<String> clauses(String message) {
        List<String> parts = new ArrayList<>();
        boolean isAnyKnown = false;
        for (String clause : message.split("; ")) {
            Optional<String> korean = whole(clause);
            isAnyKnown |= korean.isPresent();
            parts.add(korean.orElse(clause));
        }
        return isAnyKnown ? Optional.of(String.join(". ", parts)) : Optional.empty();
    }

    /** A clause does not reach beyond a semicolon: what follows is a clause of its own. */
    private Optional<String> whole(String message) {
        for (Sentence sentence : Translations.KOREAN.sentences) {
            Matcher matcher = sentence.english().matcher(message);
            if (matcher.matches()) {
                String korean = sentence.korean();
                for (int i = matcher.groupCount(); i > 0; i--) {
                    korean = korean.replace("{" + i + "}", within(matcher.group(i)));
                }
                return Optional.of(korean);
            }
        }
        return Optional.empty();
    }

    /** A problem may quote another one with its place, or list what could stand there. */
    private String within(String part) {
        if (!part.contains(" ")) {
            return part;
        }
        String korean = of(part, Locale.KOREAN);
        if (!korean.equals(part)) {
            return korean;
        }
        for (Map.Entry<String, String> phrase : Translations.KOREAN.phrases.entrySet()) {
            korean = korean.replace(phrase.getKey(), phrase.getValue());
        }
        return korean.equals(part) ? part : korean.replace(" or ", " 또는 ");
    }

    private static List<String> read() {
        try (InputStream file = ProblemTexts.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is not in the jar");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sentence sentence(String line) {
        int equals = line.lastIndexOf(EQUALS);
        String english = line.substring(0, equals);
        String korean = line.substring(equals + EQUALS.length());
        StringBuilder pattern = new StringBuilder();
        for (String literal : english.split("\\*", -1)) {
            pattern.append(pattern.length() == 0 ? "" : "((?:[^;\"]|\"[^\"]*\"|;(?! ))*?)")
                    .append(Pattern.quote(literal));
        }
        return new Sentence(Pattern.compile(pattern.toString(), Pattern.DOTALL), korean);
    }
}
