package io.tocsin.web.deliveries;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.rule.ContactPointName;
import io.tocsin.web.FormValues;
import io.tocsin.web.chat.ChatPreviews;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/** What went where, what waits, and what each service answered. */
@Controller
class DeliveriesPage {

    private static final int PAGE_SIZE = 30;
    /** All that are not at their end yet. */
    private static final String WAITING = "waiting";

    private static final Set<String> NEWS = Set.of("retried", "redirected", "dropped");

    private final DeliveryHistory history;
    private final ContactPoints contactPoints;
    private final ChatPreviews previews;
    private final ChatLinks links;

    DeliveriesPage(DeliveryHistory history, ContactPoints contactPoints, ChatPreviews previews, ChatLinks links) {
        this.history = history;
        this.contactPoints = contactPoints;
        this.previews = previews;
        this.links = links;
    }

    @GetMapping("/deliveries")
    String deliveries(FormValues query, Model model) {
        DeliveryState state = state(query.text("state"));
        boolean isWaiting = query.text("state").equals(WAITING);
        String contactPoint = query.text("contactPoint");
        DeliveryId before = before(query.text("before"));
        DeliveryHistory.DeliveryFilter filter = new DeliveryHistory.DeliveryFilter(
                state, isWaiting, contactPoint.isEmpty() ? null : new ContactPointName(contactPoint), before);
        List<DeliveryRow> found = history.list(filter, PAGE_SIZE + 1).stream()
                .map(DeliveryRow::of)
                .toList();
        List<DeliveryRow> rows = found.stream().limit(PAGE_SIZE).toList();
        model.addAttribute("rows", rows);
        model.addAttribute(
                "older", found.size() > PAGE_SIZE ? rows.get(PAGE_SIZE - 1).id() : null);
        model.addAttribute("isFirstPage", before == null);
        model.addAttribute(
                "state",
                isWaiting ? WAITING : state == null ? null : state.name().toLowerCase(Locale.ROOT));
        model.addAttribute("states", DeliveryState.values());
        model.addAttribute(
                "counts",
                history.countByState().entrySet().stream()
                        .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue)));
        model.addAttribute("contactPoint", contactPoint.isEmpty() ? null : contactPoint);
        model.addAttribute("contactPoints", names());
        return "deliveries";
    }

    private static @Nullable DeliveryState state(String word) {
        return Stream.of(DeliveryState.values())
                .filter(state -> state.name().equalsIgnoreCase(word))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable DeliveryId before(String text) {
        return text.matches("\\d{1,18}") ? new DeliveryId(Long.parseLong(text)) : null;
    }

    private List<String> names() {
        return contactPoints.all().stream()
                .map(contactPoint -> contactPoint.name().value())
                .toList();
    }

    @GetMapping("/deliveries/{id}")
    String delivery(@PathVariable long id, FormValues query, Model model) {
        Delivery delivery = history.find(new DeliveryId(id))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "error.delivery.missing"));
        Optional<ContactPoint> target = contactPoints.find(delivery.contactPoint());
        model.addAttribute("delivery", DeliveryRow.of(delivery));
        model.addAttribute("link", links.of(delivery));
        model.addAttribute("attempts", history.attempts(delivery.id()));
        model.addAttribute(
                "preview",
                target.filter(contactPoint -> delivery.isReadable())
                        .map(contactPoint -> previews.of(contactPoint, delivery.message()))
                        .orElse(null));
        model.addAttribute("alerts", delivery.message().alerts());
        model.addAttribute(
                "targets",
                names().stream()
                        .filter(name -> !name.equals(delivery.contactPoint().value()))
                        .toList());
        String done = query.text("done");
        model.addAttribute("done", NEWS.contains(done) ? done : "");
        return "delivery";
    }
}
