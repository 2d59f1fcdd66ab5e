package io.tocsin.web.silences;

import io.tocsin.alert.AlertKey;
import io.tocsin.dispatch.silencing.Silencing;
import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceDraft;
import io.tocsin.silence.SilenceId;
import io.tocsin.silence.SilenceRejectedException;
import io.tocsin.silence.SilenceState;
import io.tocsin.web.FormValues;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriComponentsBuilder;

/** The buttons: expire, extend, acknowledge. */
@Controller
class SilenceActions {

    private static final Map<String, Duration> EXTENSIONS = Map.of("1h", Duration.ofHours(1), "1d", Duration.ofDays(1));
    private static final int MAX_AT_ONCE = 200;
    /** So many fit into an address. */
    private static final int MOST_UNDONE = 50;

    private static final Duration LONGEST_ACKNOWLEDGEMENT = Duration.ofDays(365);

    private final Silencing silencing;
    private final Clock clock;

    SilenceActions(Silencing silencing, Clock clock) {
        this.silencing = silencing;
        this.clock = clock;
    }

    @PostMapping("/silences/{id}/expire")
    String expire(@PathVariable String id, Principal principal) {
        try {
            silencing.expire(new SilenceId(id), principal.getName());
        } catch (NoSuchElementException e) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "error.silence.missing", e);
        } catch (SilenceRejectedException e) {
            return "redirect:/silences/" + id + "?problem=changed";
        }
        return "redirect:/silences/" + id + "?done=expired";
    }

    /** Ends all that were ticked; those that somebody else has changed just now stay. */
    @PostMapping("/silences/expire")
    String expireAll(FormValues form, Principal principal) {
        List<String> ids =
                form.texts("id").stream().distinct().limit(MAX_AT_ONCE).toList();
        boolean isChanged = false;
        for (String id : ids) {
            try {
                silencing.expire(new SilenceId(id), principal.getName());
            } catch (NoSuchElementException e) {
                // It was deleted meanwhile, which is an end as well.
                continue;
            } catch (SilenceRejectedException e) {
                isChanged = true;
            }
        }
        if (form.text("back").equals("alerts")) {
            return "redirect:/alerts";
        }
        String state = form.text("state").equals("pending") ? "pending" : "active";
        String news = isChanged ? "problem=changed" : ids.isEmpty() ? "problem=none" : "done=expired-all";
        return "redirect:/silences?state=" + state + "&" + news;
    }

    @PostMapping("/silences/{id}/extend")
    String extend(@PathVariable String id, FormValues form, Principal principal) {
        Duration by = EXTENSIONS.get(form.text("by"));
        if (by == null) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "error.silence.extension");
        }
        Instant at = clock.instant();
        Silence before = silencing
                .find(new SilenceId(id))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "error.silence.missing"))
                .silence();
        if (before.state(at) == SilenceState.EXPIRED) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "error.silence.expired");
        }
        SilenceDraft longer = new SilenceDraft(
                before.matchers(),
                before.startsAt(),
                before.endsAt().plus(by),
                principal.getName(),
                before.comment(),
                before.alertId());
        try {
            return "redirect:/silences/" + silencing.edit(before.id(), longer).id() + "?done=extended";
        } catch (SilenceRejectedException e) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "Not extended: " + e.getMessage() + ".", e);
        }
    }

    /** Takes {@code alert} once or many times; alerts that do not fire any more are passed by when there are others. */
    @PostMapping("/silences/acknowledge")
    String acknowledge(FormValues form, Principal principal) {
        List<String> alerts =
                form.texts("alert").stream().distinct().limit(MAX_AT_ONCE).toList();
        List<String> done = new ArrayList<>();
        NoSuchElementException gone = new NoSuchElementException("no alert was named");
        for (String alert : alerts) {
            try {
                done.add(silencing
                        .acknowledge(alert, LONGEST_ACKNOWLEDGEMENT, principal.getName(), form.text("comment"))
                        .id()
                        .value());
            } catch (NoSuchElementException e) {
                gone = e;
            } catch (SilenceRejectedException e) {
                throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
            }
        }
        if (done.isEmpty()) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "error.alert.gone", gone);
        }
        if (form.text("back").equals("episode")) {
            return "redirect:/alerts/" + AlertKey.of(alerts.get(0)) + "?done=acknowledged";
        }
        return backToAlerts(form, done.size() > MOST_UNDONE ? List.of() : done);
    }

    private static String backToAlerts(FormValues form, List<String> undo) {
        UriComponentsBuilder back = UriComponentsBuilder.fromPath("/alerts").queryParam("done", "acknowledged");
        undo.forEach(id -> back.queryParam("undo", id));
        Map<String, String> kept = new HashMap<>();
        for (String name : List.of("q", "by", "show")) {
            if (!form.text(name).isEmpty()) {
                back.queryParam(name, "{" + name + "}");
                kept.put(name, form.text(name));
            }
        }
        return "redirect:" + back.encode().build(kept);
    }
}
