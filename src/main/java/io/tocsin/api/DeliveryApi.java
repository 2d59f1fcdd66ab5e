package io.tocsin.api;

import io.tocsin.contactpoint.inbox.InboxMessages;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryAttempt;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.rule.ContactPointName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.json.JsonMapper;

/** What was sent, what waits and what failed; pages run from the newest to the oldest. */
@RestController
@RequestMapping("/api/tocsin/v1")
class DeliveryApi {

    private final DeliveryHistory deliveries;
    private final InboxMessages inbox;
    private final JsonMapper json;

    DeliveryApi(DeliveryHistory deliveries, InboxMessages inbox, JsonMapper json) {
        this.deliveries = deliveries;
        this.inbox = inbox;
        this.json = json;
    }

    /** One delivery with its attempts. */
    record DeliveryDetail(DeliveryResponse delivery, List<DeliveryAttempt> attempts) {}

    @GetMapping("/deliveries")
    ApiPage<DeliveryResponse> deliveries(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(name = "contact_point", required = false) @Nullable String contactPoint,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = ApiPage.DEFAULT_LIMIT) int limit) {
        Long before = ApiPage.number(cursor);
        DeliveryHistory.DeliveryFilter filter = new DeliveryHistory.DeliveryFilter(
                state == null ? null : state(state),
                contactPoint == null ? null : new ContactPointName(contactPoint),
                before == null ? null : new DeliveryId(before));
        int size = Math.min(ApiPage.size(limit), DeliveryHistory.MAX_PAGE_SIZE - 1);
        return ApiPage.ofOneMore(
                deliveries.list(filter, size + 1),
                size,
                delivery -> Long.toString(delivery.id().value()),
                DeliveryResponse::of);
    }

    @GetMapping("/deliveries/{id}")
    DeliveryDetail delivery(@PathVariable long id) {
        DeliveryId key = new DeliveryId(id);
        Delivery found = deliveries
                .find(key)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "there is no delivery " + id));
        return new DeliveryDetail(DeliveryResponse.of(found), deliveries.attempts(key));
    }

    @GetMapping("/inbox")
    ApiPage<InboxResponse> inbox(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = ApiPage.DEFAULT_LIMIT) int limit) {
        int size = Math.min(ApiPage.size(limit), InboxMessages.MAX_PAGE_SIZE - 1);
        return ApiPage.ofOneMore(
                inbox.list(ApiPage.number(cursor), size + 1),
                size,
                message -> Long.toString(message.id()),
                message -> InboxResponse.of(message, json));
    }

    private static DeliveryState state(String name) {
        try {
            return DeliveryState.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            String known = Arrays.toString(DeliveryState.values()).toLowerCase(Locale.ROOT);
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "unknown state \"" + name + "\": use one of " + known, e);
        }
    }
}
