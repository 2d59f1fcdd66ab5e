package io.tocsin.contactpoint.answer;

import io.tocsin.contactpoint.AnswerWays;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.secret.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The apps of the contact points that exist now: several contact points may be channels of one. */
public final class AnswerApps {

    private final ContactPoints contactPoints;

    public AnswerApps(ContactPoints contactPoints) {
        this.contactPoints = contactPoints;
    }

    /** Contact points by the token of the socket that they share. */
    public Map<Secret, List<ContactPoint>> bySocketToken(ContactPointKind kind) {
        return by(kind, AnswerWays::socketToken);
    }

    /** Contact points by the key that checks their requests. */
    public Map<Secret, List<ContactPoint>> byRequestKey(ContactPointKind kind) {
        return by(kind, AnswerWays::requestKey);
    }

    private Map<Secret, List<ContactPoint>> by(ContactPointKind kind, Function<AnswerWays, @Nullable Secret> key) {
        Map<Secret, List<ContactPoint>> apps = new LinkedHashMap<>();
        for (ContactPoint contactPoint : contactPoints.all()) {
            Secret secret = key.apply(contactPoint.answers());
            if (contactPoint.kind() == kind && secret != null) {
                apps.computeIfAbsent(secret, unseen -> new java.util.ArrayList<>())
                        .add(contactPoint);
            }
        }
        return apps;
    }
}
