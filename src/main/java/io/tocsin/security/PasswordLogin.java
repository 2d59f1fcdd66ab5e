package io.tocsin.security;

import io.tocsin.access.User;
import io.tocsin.access.store.Users;
import io.tocsin.task.SafeMono;
import io.tocsin.text.Sha256;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.util.function.SingletonSupplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Checks a name and its password. An unknown name costs the same work as a known one, and no flood of logins takes more than
 * half of the processors: hashing is what is dear in it.
 */
final class PasswordLogin implements ReactiveAuthenticationManager {

    private static final int WAITING = 50;
    private static final int IDLE_SECONDS = 60;

    private final Users users;
    private final PasswordEncoder encoder;
    /** Made for the first login, whoever's it is: the start need not wait for it, and an unknown name costs no more. */
    private final Supplier<String> hashOfNobody;

    private final Scheduler hashing = Schedulers.newBoundedElastic(
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2), WAITING, "login", IDLE_SECONDS, true);

    PasswordLogin(Users users, PasswordEncoder encoder) {
        this.users = users;
        this.encoder = encoder;
        this.hashOfNobody =
                SingletonSupplier.of(() -> encoder.encode(UUID.randomUUID().toString()));
    }

    @Override
    public Mono<Authentication> authenticate(Authentication candidate) {
        String name = candidate.getName();
        String password = String.valueOf(candidate.getCredentials());
        return SafeMono.fromCallable(() -> check(name, password)).subscribeOn(hashing);
    }

    private Authentication check(String name, String password) {
        String nobody = hashOfNobody.get();
        Optional<User> user = users.find(name);
        boolean isRight = encoder.matches(password, user.map(User::passwordHash).orElse(nobody));
        if (user.isEmpty() || !isRight) {
            throw new BadCredentialsException("wrong name or password");
        }
        User found = user.get();
        return new Caller(found.name(), found.role(), Caller.CallerKind.LOGIN, Sha256.hex(found.passwordHash()))
                .authenticated();
    }
}
