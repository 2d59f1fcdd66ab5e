package io.tocsin;

import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.notification.catalog.PolicyCatalog;
import io.tocsin.rule.ContactPointName;
import io.tocsin.text.NameSuggestion;
import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Contact points that are named, and do not exist: by the setting, by the policies, or by rules. */
@Component
class ReceiverConcerns implements ConcernSource {

    private final ContactPoints contactPoints;
    private final ReceiversInUse receivers;
    private final PolicyCatalog policies;
    /** Whether the setting has named nothing that exists since the start: then the setting is wrong, not the page. */
    private boolean isDefaultUnknownSinceStart = true;

    ReceiverConcerns(ContactPoints contactPoints, ReceiversInUse receivers, PolicyCatalog policies) {
        this.contactPoints = contactPoints;
        this.receivers = receivers;
        this.policies = policies;
    }

    @Override
    public synchronized List<Concern> concerns() {
        List<Concern> found = new ArrayList<>();
        ContactPointName byDefault = policies.defaultReceiver();
        boolean isDefaultKnown = isKnown(byDefault);
        isDefaultUnknownSinceStart &= !isDefaultKnown;
        if (!isDefaultKnown) {
            found.add(new Concern(
                    "default-contact-point-unknown",
                    isDefaultUnknownSinceStart ? Severity.UNREADY : Severity.UNWATCHED,
                    byDefault.value(),
                    "TOCSIN_DEFAULT_CONTACT_POINT is \"" + byDefault + "\", and there is no such contact point"
                            + suggestion(byDefault) + "; messages wait, and after a while go to the Inbox"));
        }
        receivers.inPolicies().stream()
                .filter(name -> !name.equals(byDefault) && !isKnown(name))
                .forEach(name -> found.add(unknown(name, "the policies file names it")));
        receivers.inRules().forEach((name, count) -> {
            if (!isKnown(name)) {
                found.add(unknown(name, count + (count == 1 ? " rule names it" : " rules name it")));
            }
        });
        return found;
    }

    private boolean isKnown(ContactPointName name) {
        return contactPoints.find(name).isPresent()
                || contactPoints.disabledBecause(name).isPresent();
    }

    private Concern unknown(ContactPointName name, String who) {
        return new Concern(
                "receiver-unknown",
                Severity.UNWATCHED,
                name.value(),
                who + ", and there is no such contact point" + suggestion(name)
                        + "; messages wait, and after a while go to the Inbox");
    }

    private String suggestion(ContactPointName name) {
        return NameSuggestion.didYouMean(
                name.value(),
                contactPoints.all().stream().map(one -> one.name().value()).toList());
    }
}
