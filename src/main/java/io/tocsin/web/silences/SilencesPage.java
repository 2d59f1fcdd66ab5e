package io.tocsin.web.silences;

import io.tocsin.dispatch.silencing.Silencing;
import io.tocsin.dispatch.silencing.Silencing.SilenceView;
import io.tocsin.label.LabelMatcher;
import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceId;
import io.tocsin.silence.SilenceState;
import io.tocsin.web.FormValues;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/** The silences by state, and one silence with its history. */
@Controller
class SilencesPage {

    private static final int PAGE_SIZE = 25;
    private static final int MAX_SEARCHED = 1_000;
    private static final int MAX_FOUND = 50;
    private static final int MAX_SUPPRESSED = 50;
    private static final Set<String> NEWS =
            Set.of("created", "edited", "expired", "extended", "acknowledged", "expired-all");
    private static final Set<String> PROBLEMS = Set.of("changed", "none");

    private final Silencing silencing;
    private final Clock clock;

    SilencesPage(Silencing silencing, Clock clock) {
        this.silencing = silencing;
        this.clock = clock;
    }

    @GetMapping("/silences")
    String silences(FormValues query, Model model) {
        SilenceState tab = Stream.of(SilenceState.values())
                .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(query.text("state")))
                .findFirst()
                .orElse(SilenceState.ACTIVE);
        String search = query.text("search");
        ShownSilences shown = search.isEmpty() ? page(tab, query) : search(tab, search);
        model.addAttribute("tab", tab);
        model.addAttribute("tabs", List.of(SilenceState.ACTIVE, SilenceState.PENDING, SilenceState.EXPIRED));
        model.addAttribute(
                "counts",
                shown.counts().entrySet().stream()
                        .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue)));
        model.addAttribute("search", search);
        model.addAttribute("page", shown.page());
        model.addAttribute("pages", shown.pages());
        model.addAttribute("isCut", shown.isCut());
        model.addAttribute("rows", rows(shown.views()));
        addNews(query, model);
        return "silences";
    }

    private record ShownSilences(
            Map<SilenceState, Integer> counts, List<SilenceView> views, int page, int pages, boolean isCut) {}

    private ShownSilences page(SilenceState tab, FormValues query) {
        Map<SilenceState, Integer> counts = silencing.countByState();
        int pages = Math.max(1, (counts.getOrDefault(tab, 0) + PAGE_SIZE - 1) / PAGE_SIZE);
        String asked = query.text("page");
        int page = asked.matches("\\d{1,6}") ? Math.min(Math.max(1, Integer.parseInt(asked)), pages) : 1;
        return new ShownSilences(counts, silencing.find(tab, page - 1, PAGE_SIZE), page, pages, false);
    }

    /** Matchers are stored in a form that the database cannot search, so the newest silences are read. */
    private ShownSilences search(SilenceState tab, String search) {
        List<SilenceView> found = Stream.of(SilenceState.values())
                .flatMap(state -> silencing.find(state, 0, MAX_SEARCHED).stream())
                .filter(view -> mentions(view.silence(), search))
                .toList();
        Map<SilenceState, Integer> counts = new EnumMap<>(SilenceState.class);
        found.forEach(view -> counts.merge(view.state(), 1, Integer::sum));
        List<SilenceView> ofTab =
                found.stream().filter(view -> view.state() == tab).toList();
        return new ShownSilences(counts, ofTab.stream().limit(MAX_FOUND).toList(), 1, 1, ofTab.size() > MAX_FOUND);
    }

    private List<SilenceRow> rows(List<SilenceView> views) {
        Instant at = clock.instant();
        Map<SilenceId, Integer> affected = countAffected(views);
        return views.stream()
                .map(view ->
                        SilenceRow.of(view, affected.getOrDefault(view.silence().id(), 0), at))
                .toList();
    }

    /** One that has ended affects nothing any more, and need not be compared with all alerts. */
    private Map<SilenceId, Integer> countAffected(List<SilenceView> views) {
        return silencing.countAffected(views.stream()
                .filter(view -> view.state() != SilenceState.EXPIRED)
                .map(SilenceView::silence)
                .toList());
    }

    private static boolean mentions(Silence silence, String search) {
        String matchers =
                silence.matchers().stream().map(LabelMatcher::toString).collect(Collectors.joining(" "));
        String text = matchers + " " + silence.author() + " " + silence.comment();
        return text.toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT));
    }

    @GetMapping("/silences/{id}")
    String silence(@PathVariable String id, FormValues query, Model model) {
        SilenceView view = silencing
                .find(new SilenceId(id))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "error.silence.missing"));
        Silence silence = view.silence();
        int affected = countAffected(List.of(view)).getOrDefault(silence.id(), 0);
        model.addAttribute("silence", SilenceRow.of(view, affected, clock.instant()));
        model.addAttribute("history", silencing.history(silence.id()));
        model.addAttribute("suppressed", silencing.suppressed(silence.id(), MAX_SUPPRESSED));
        addNews(query, model);
        return "silence";
    }

    private static void addNews(FormValues query, Model model) {
        String done = query.text("done");
        model.addAttribute("done", NEWS.contains(done) ? done : "");
        String problem = query.text("problem");
        model.addAttribute("problem", PROBLEMS.contains(problem) ? problem : "");
    }
}
