package io.tocsin.web.alerts;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatchType;
import io.tocsin.label.MatcherParser;
import io.tocsin.label.MatcherSyntaxException;
import io.tocsin.regex.RegexBudget;
import io.tocsin.web.FormValues;
import io.tocsin.web.ProblemTexts;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** Says what is wrong with matchers while they are typed, in the reader's language; the forms themselves check again. */
@Controller
class MatcherCheck {

    private static final int MAX_LENGTH = 10_000;

    private final ProblemTexts problems;
    private final MessageSource messages;

    MatcherCheck(ProblemTexts problems, MessageSource messages) {
        this.problems = problems;
        this.messages = messages;
    }

    /**
     * Takes {@code text} and what it is to be, {@code as}: {@code filter} of the alerts page, {@code labels} of one alert, or
     * {@code matchers}, on as many lines as there are. Answers a text, which is empty when all is well.
     */
    @GetMapping(path = "/matchers", produces = "text/plain;charset=UTF-8")
    @ResponseBody
    String check(FormValues query, Locale locale) {
        String text = query.text("text");
        if (text.isBlank() || text.length() > MAX_LENGTH) {
            return "";
        }
        try {
            return switch (query.text("as")) {
                case "filter" -> filter(text);
                case "labels" -> labels(text, locale);
                default -> lines(text);
            };
        } catch (FilterProblem e) {
            return words(e, locale);
        } catch (MatcherSyntaxException e) {
            return problems.of(String.valueOf(e.getMessage()), locale);
        }
    }

    private static String filter(String text) {
        AlertFilter.parse(text);
        return "";
    }

    private static String lines(String text) {
        RegexBudget budget = new RegexBudget();
        text.lines().filter(line -> !line.isBlank()).forEach(line -> MatcherParser.parseAll(line, budget));
        return "";
    }

    private String labels(String text, Locale locale) {
        return MatcherParser.parseAll(text).stream()
                .map(LabelMatcher::type)
                .filter(type -> type != MatchType.EQUAL)
                .findFirst()
                .map(type -> messages.getMessage("policies.labels.equal", new Object[] {type.operator()}, locale))
                .orElse("");
    }

    private String words(FilterProblem problem, Locale locale) {
        String argument = problems.of(problem.argument(), locale);
        String said = messages.getMessage("alerts.filter.problem." + problem.code(), new Object[] {argument}, locale);
        return problem.suggestion().isEmpty()
                ? said
                : said + " "
                        + messages.getMessage(
                                "alerts.filter.problem.meant", new Object[] {problem.suggestion()}, locale);
    }
}
