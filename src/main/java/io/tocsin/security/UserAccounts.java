package io.tocsin.security;

import io.tocsin.access.LoginSession;
import io.tocsin.access.Role;
import io.tocsin.access.User;
import io.tocsin.access.store.LoginSessions;
import io.tocsin.access.store.Users;
import io.tocsin.text.Sha256;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;

/** The people who may log in, for the administrator to look after. All methods block; hashing takes a moment. */
@Service
public class UserAccounts {

    public static final int MIN_PASSWORD_LENGTH = 10;
    private static final int MAX_PASSWORD_BYTES = 72;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@+-]{0,99}");

    private final Users users;
    private final LoginSessions sessions;
    private final PasswordEncoder encoder;
    private final Clock clock;
    private final LoginThrottle throttle;
    private final OpenStreams streams;

    UserAccounts(
            Users users,
            LoginSessions sessions,
            PasswordEncoder encoder,
            LoginThrottle throttle,
            OpenStreams streams,
            Clock clock) {
        this.users = users;
        this.sessions = sessions;
        this.encoder = encoder;
        this.clock = clock;
        this.throttle = throttle;
        this.streams = streams;
    }

    /** One person, without the hash. */
    public record Account(String name, Role role, Instant createdAt) {

        /** The administrator of the first start can be neither removed nor given another role. */
        public boolean isBuiltIn() {
            return name.equals(AdministratorSetup.ADMINISTRATOR);
        }
    }

    /** Why an account was not stored; the last part of a message's key. */
    public enum AccountProblem {
        NAME,
        TAKEN,
        PASSWORD_SHORT,
        PASSWORD_LONG,
        PASSWORD_WRONG,
        BUILT_IN,
        MISSING
    }

    public List<Account> all() {
        return users.findAll().stream()
                .map(user -> new Account(user.name(), user.role(), user.createdAt()))
                .toList();
    }

    public Optional<Account> find(String name) {
        return users.find(name).map(user -> new Account(user.name(), user.role(), user.createdAt()));
    }

    /** Empty when it was made. */
    public Optional<AccountProblem> create(String name, String password, Role role) {
        if (!NAME.matcher(name).matches()) {
            return Optional.of(AccountProblem.NAME);
        }
        Optional<AccountProblem> problem = check(password);
        if (problem.isPresent()) {
            return problem;
        }
        try {
            users.insert(new User(name, encoder.encode(password), role, clock.instant()));
            return Optional.empty();
        } catch (DataIntegrityViolationException e) {
            return Optional.of(AccountProblem.TAKEN);
        }
    }

    /** Logs the person out everywhere. */
    public Optional<AccountProblem> changeRole(String name, Role role) {
        if (name.equals(AdministratorSetup.ADMINISTRATOR)) {
            return Optional.of(AccountProblem.BUILT_IN);
        }
        return loggedOut(name, users.updateRole(name, role));
    }

    /** Logs the person out everywhere. */
    public Optional<AccountProblem> setPassword(String name, String password) {
        Optional<AccountProblem> problem = check(password);
        if (problem.isPresent()) {
            return problem;
        }
        return loggedOut(name, users.updatePassword(name, encoder.encode(password)));
    }

    /** Somebody changes the own password, and stays logged in here only. Wrong old passwords are slowed down like logins. */
    public Optional<AccountProblem> changeOwnPassword(Caller caller, String oldPassword, String password) {
        Optional<User> user = users.find(caller.name());
        if (user.isEmpty()) {
            return Optional.of(AccountProblem.MISSING);
        }
        LoginThrottle.LoginTurn decision = throttle.begin(caller.name(), "own password", false);
        if (decision.attempt().isEmpty()
                || !encoder.matches(oldPassword, user.get().passwordHash())) {
            return Optional.of(AccountProblem.PASSWORD_WRONG);
        }
        decision.attempt().get().succeeded();
        Optional<AccountProblem> problem = check(password);
        if (problem.isPresent()) {
            return problem;
        }
        String hash = encoder.encode(password);
        if (!users.updatePassword(caller.name(), hash)) {
            return Optional.of(AccountProblem.MISSING);
        }
        sessions.endAllOf(caller.name(), caller.credential(), clock.instant());
        sessions.renewCredential(caller.credential(), Sha256.hex(hash));
        streams.rightsChanged();
        return Optional.empty();
    }

    /** Where somebody is logged in, the newest first. */
    public List<LoginSession> sessionsOf(Caller caller) {
        return sessions.findOf(caller.name(), clock.instant());
    }

    /** Ends one of the caller's own sessions; somebody else's stays. */
    public void endSession(Caller caller, String idHash) {
        boolean isOwn =
                sessionsOf(caller).stream().anyMatch(session -> session.idHash().equals(idHash));
        if (isOwn) {
            sessions.end(idHash, clock.instant());
            streams.rightsChanged();
        }
    }

    /** Logs the caller out everywhere but here. */
    public void endOtherSessions(Caller caller) {
        sessions.endAllOf(caller.name(), caller.credential(), clock.instant());
        streams.rightsChanged();
    }

    public Optional<AccountProblem> delete(String name) {
        if (name.equals(AdministratorSetup.ADMINISTRATOR)) {
            return Optional.of(AccountProblem.BUILT_IN);
        }
        return loggedOut(name, users.delete(name));
    }

    private Optional<AccountProblem> loggedOut(String name, boolean isDone) {
        if (!isDone) {
            return Optional.of(AccountProblem.MISSING);
        }
        sessions.endAllOf(name, "", clock.instant());
        streams.rightsChanged();
        return Optional.empty();
    }

    /** BCrypt looks at no more than 72 bytes. */
    private static Optional<AccountProblem> check(String password) {
        if (password.codePointCount(0, password.length()) < MIN_PASSWORD_LENGTH) {
            return Optional.of(AccountProblem.PASSWORD_SHORT);
        }
        int bytes = password.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        return bytes > MAX_PASSWORD_BYTES ? Optional.of(AccountProblem.PASSWORD_LONG) : Optional.empty();
    }
}
