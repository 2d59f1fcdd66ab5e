package io.tocsin.api.tocsin;

import io.tocsin.api.ApiReading;
import io.tocsin.web.deliveries.DeliveryOperations;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What can be done with a delivery that was not delivered; {@code GET} says what became of it. */
@RestController
@RequestMapping("/api/tocsin/v1/deliveries/{id}")
class DeliveryActionApi {

    private final DeliveryOperations operations;

    DeliveryActionApi(DeliveryOperations operations) {
        this.operations = operations;
    }

    record RedirectBody(@Nullable String contactPoint) {}

    @PostMapping("/retry")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void retry(@PathVariable long id, Principal caller) {
        operations.retry(id, caller.getName());
    }

    @PostMapping("/drop")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void drop(@PathVariable long id, Principal caller) {
        operations.drop(id, caller.getName());
    }

    @PostMapping("/redirect")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void redirect(@PathVariable long id, @RequestBody RedirectBody body, Principal caller) {
        operations.redirect(id, ApiReading.text(body.contactPoint()), caller.getName());
    }
}
