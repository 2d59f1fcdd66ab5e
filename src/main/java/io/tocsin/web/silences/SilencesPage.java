package io.tocsin.web.silences;

import io.tocsin.dispatch.Silencing;
import io.tocsin.dispatch.Silencing.SilenceView;
import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceId;
import io.tocsin.silence.SilenceState;
import io.tocsin.web.FormValues;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

    private static final int MAX_EXPIRED = 200;
    private static final int MAX_SUPPRESSED = 50;
    private static final Set<String> NEWS = Set.of("created", "edited", "expired", "extended", "acknowledged");

    private final Silencing silencing;
    private final Clock clock;

    SilencesPage(Silencing silencing, Clock clock) {
        this.silencing = silencing;
        this.clock = clock;
    }

    @GetMapping("/silences")
    String silences(FormValues query, Model model) {
        Instant at = clock.instant();
        SilenceState tab = Stream.of(SilenceState.values())
                .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(query.text("state")))
                .findFirst()
                .orElse(SilenceState.ACTIVE);
        List<SilenceView> found = Stream.concat(
                        silencing.findUnexpired().stream(), silencing.findExpired(MAX_EXPIRED).stream())
                .toList();
        Map<SilenceId, Integer> affected =
                silencing.countAffected(found.stream().map(SilenceView::silence).toList());
        List<SilenceRow> rows = found.stream()
                .map(view ->
                        SilenceRow.of(view, affected.getOrDefault(view.silence().id(), 0), at))
                .filter(row -> mentions(row, query.text("search")))
                .toList();
        Map<String, Long> counts = new HashMap<>();
        for (SilenceState state : SilenceState.values()) {
            counts.put(
                    state.name(),
                    rows.stream().filter(row -> row.state() == state).count());
        }
        model.addAttribute("tab", tab);
        model.addAttribute("tabs", List.of(SilenceState.ACTIVE, SilenceState.PENDING, SilenceState.EXPIRED));
        model.addAttribute("counts", counts);
        model.addAttribute("search", query.text("search"));
        model.addAttribute(
                "rows", rows.stream().filter(row -> row.state() == tab).toList());
        addNews(query, model);
        return "silences";
    }

    private static boolean mentions(SilenceRow row, String search) {
        String text = String.join(" ", row.matchers()) + " " + row.author() + " " + row.comment();
        return text.toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT));
    }

    @GetMapping("/silences/{id}")
    String silence(@PathVariable String id, FormValues query, Model model) {
        SilenceView view = silencing
                .find(new SilenceId(id))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "error.silence.missing"));
        Silence silence = view.silence();
        int affected = silencing.countAffected(List.of(silence)).getOrDefault(silence.id(), 0);
        model.addAttribute("silence", SilenceRow.of(view, affected, clock.instant()));
        model.addAttribute("history", silencing.history(silence.id()));
        model.addAttribute("suppressed", silencing.suppressed(silence.id(), MAX_SUPPRESSED));
        model.addAttribute("problem", query.text("problem").equals("changed"));
        addNews(query, model);
        return "silence";
    }

    private static void addNews(FormValues query, Model model) {
        String done = query.text("done");
        model.addAttribute("done", NEWS.contains(done) ? done : "");
    }
}
