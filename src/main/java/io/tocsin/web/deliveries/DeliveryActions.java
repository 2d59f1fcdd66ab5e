package io.tocsin.web.deliveries;

import io.tocsin.web.FormValues;
import java.security.Principal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** What a person can do with a delivery that was not delivered. */
@Controller
class DeliveryActions {

    private final DeliveryOperations operations;

    DeliveryActions(DeliveryOperations operations) {
        this.operations = operations;
    }

    @PostMapping("/deliveries/{id}/retry")
    String retry(@PathVariable long id, Principal person) {
        operations.retry(id, person.getName());
        return "redirect:/deliveries/" + id + "?done=retried";
    }

    @PostMapping("/deliveries/{id}/drop")
    String drop(@PathVariable long id, Principal person) {
        operations.drop(id, person.getName());
        return "redirect:/deliveries/" + id + "?done=dropped";
    }

    @PostMapping("/deliveries/{id}/redirect")
    String redirect(@PathVariable long id, FormValues form, Principal person) {
        operations.redirect(id, form.text("to"), person.getName());
        return "redirect:/deliveries/" + id + "?done=redirected";
    }
}
