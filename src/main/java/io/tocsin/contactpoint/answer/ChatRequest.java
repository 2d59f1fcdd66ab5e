package io.tocsin.contactpoint.answer;

import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.rule.ContactPointName;
import java.util.List;

/**
 * Something that a person in a chat wants. The service vouches for all of it, but for the person's texts, which are
 * untrusted.
 *
 * @param contactPoints those of the app through which it came; whoever controls that app may answer for no others
 * @param eventId the same when the service tells the same again
 */
public record ChatRequest(
        ContactPointKind kind, List<ContactPointName> contactPoints, String eventId, ChatPerson person, ChatAsk ask) {

    public ChatRequest {
        contactPoints = List.copyOf(contactPoints);
    }
}
