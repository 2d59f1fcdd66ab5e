package io.tocsin.contactpoint.answer;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as the chat knows the person.
 *
 * @param name how people call them there; untrusted
 * @param email only where the service has verified it and the person belongs to the team itself; else empty
 * @param zone null: not known
 */
public record ChatPerson(
        String id, String name, String email, @Nullable ZoneId zone) {}
