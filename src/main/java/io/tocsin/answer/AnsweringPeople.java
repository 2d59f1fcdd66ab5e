package io.tocsin.answer;

import io.tocsin.access.Role;
import io.tocsin.access.User;
import io.tocsin.access.store.LoginSessions;
import io.tocsin.access.store.Users;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.answer.ChatPerson;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Which user of Tocsin a person in a chat is: whom the contact point names, or whose name is the person's e-mail address. People
 * of an identity provider have their role while they are logged in. Blocks.
 */
@Component
class AnsweringPeople {

    private final Users users;
    private final LoginSessions sessions;

    AnsweringPeople(Users users, LoginSessions sessions) {
        this.users = users;
        this.sessions = sessions;
    }

    /** Who answers, with the role of this moment. */
    record AnsweringUser(String name, Role role) {}

    Optional<AnsweringUser> find(ChatPerson person, List<ContactPoint> contactPoints, Instant at) {
        Optional<String> named = contactPoints.stream()
                .map(contactPoint -> contactPoint.answers().people().get(person.id()))
                .filter(Objects::nonNull)
                .findFirst();
        if (named.isPresent()) {
            return named.flatMap(name -> ofName(name, at));
        }
        return person.email().isEmpty() ? Optional.empty() : ofEmail(person.email(), at);
    }

    private Optional<AnsweringUser> ofEmail(String email, Instant at) {
        Optional<User> local = users.findAll().stream()
                .filter(user -> user.name().equalsIgnoreCase(email))
                .findFirst();
        return local.isPresent() ? local.map(AnsweringPeople::of) : ofSession(email, at);
    }

    private Optional<AnsweringUser> ofName(String name, Instant at) {
        Optional<AnsweringUser> local = users.find(name).map(AnsweringPeople::of);
        return local.isPresent() ? local : ofSession(name, at);
    }

    private Optional<AnsweringUser> ofSession(String name, Instant at) {
        return sessions.findProvided(name, at).map(current -> new AnsweringUser(current.user(), current.role()));
    }

    private static AnsweringUser of(User user) {
        return new AnsweringUser(user.name(), user.role());
    }
}
