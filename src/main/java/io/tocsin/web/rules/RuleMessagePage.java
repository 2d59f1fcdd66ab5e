package io.tocsin.web.rules;

import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.task.SafeMono;
import io.tocsin.web.RuleAddress;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What people would read of a rule, before it ever fired; the page of the rule shows it as a part of itself. */
@Controller
class RuleMessagePage {

    private final RuleCatalog catalog;
    private final RuleMessages messages;

    RuleMessagePage(RuleCatalog catalog, RuleMessages messages) {
        this.catalog = catalog;
        this.messages = messages;
    }

    @GetMapping("/rules/{id}/message")
    Mono<String> message(@PathVariable String id, Model model) {
        RuleAddress.FoundRule found = RuleAddress.find(catalog.snapshot(), id)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "error.rule.missing"));
        return SafeMono.fromCallable(() -> messages.of(found))
                .subscribeOn(Schedulers.boundedElastic())
                .map(shown -> {
                    model.addAttribute("id", id);
                    model.addAttribute("name", found.rule().name());
                    model.addAttribute("basis", shown.basis().word());
                    model.addAttribute("error", shown.error());
                    model.addAttribute("pictures", shown.pictures());
                    return "rule-message";
                });
    }
}
