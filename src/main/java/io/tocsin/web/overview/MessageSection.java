package io.tocsin.web.overview;

import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.store.ContactPointHealth;
import io.tocsin.delivery.store.ContactPointHealthStore;
import io.tocsin.delivery.store.DeliveryHistory;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What the first page says of messages: how many there are in each state, and which contact points take none. Blocks. */
@Component
class MessageSection {

    private final DeliveryHistory deliveries;
    private final ContactPointHealthStore health;
    private final ContactPoints known;

    MessageSection(DeliveryHistory deliveries, ContactPointHealthStore health, ContactPoints known) {
        this.deliveries = deliveries;
        this.health = health;
        this.known = known;
    }

    void fill(Model model) {
        Map<DeliveryState, Long> counts = deliveries.countByState();
        model.addAttribute("deliveries", counts);
        model.addAttribute(
                "waiting",
                counts.entrySet().stream()
                        .filter(entry -> entry.getKey().isOpen())
                        .mapToLong(Map.Entry::getValue)
                        .sum());
        List<ContactPointHealth> troubled = health.findAll().stream()
                .filter(one -> one.isParked() || one.failingSince() != null)
                .filter(one -> known.find(one.contactPoint()).isPresent())
                .toList();
        model.addAttribute("contactPoints", troubled);
        model.addAttribute(
                "parked", troubled.stream().filter(ContactPointHealth::isParked).count());
    }
}
