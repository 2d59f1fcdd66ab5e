package io.tocsin.security;

import io.tocsin.access.Role;
import io.tocsin.access.User;
import io.tocsin.access.store.Users;
import io.tocsin.secret.Secret;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Sees to it that the user {@code admin} exists. A configured password always wins over the stored one, so that a
 * forgotten password is mended by setting the variable and restarting.
 */
@Component
class AdministratorSetup implements ApplicationRunner {

    static final String ADMINISTRATOR = "admin";

    private static final Logger log = LoggerFactory.getLogger(AdministratorSetup.class);
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int PASSWORD_LENGTH = 20;

    private final Users users;
    private final PasswordEncoder encoder;
    private final SecurityProperties properties;
    private final Clock clock;

    AdministratorSetup(Users users, PasswordEncoder encoder, SecurityProperties properties, Clock clock) {
        this.users = users;
        this.encoder = encoder;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        Optional<User> existing = users.find(ADMINISTRATOR);
        Secret configured = properties.adminPasswordSecret();
        if (existing.isEmpty()) {
            create(configured);
            return;
        }
        if (!configured.isEmpty()
                && !encoder.matches(configured.reveal(), existing.get().passwordHash())) {
            users.updatePassword(ADMINISTRATOR, encoder.encode(configured.reveal()));
            log.info("The password of the user admin was set from TOCSIN_ADMIN_PASSWORD");
        }
    }

    private void create(Secret configured) {
        String password = configured.isEmpty() ? randomPassword() : configured.reveal();
        try {
            users.insert(new User(ADMINISTRATOR, encoder.encode(password), Role.ADMIN, clock.instant()));
        } catch (DataIntegrityViolationException e) {
            log.info("Another replica created the user admin at the same moment; its password counts");
            return;
        }
        if (configured.isEmpty()) {
            log.warn(
                    "Log in as admin with the password {} (shown only this once; set TOCSIN_ADMIN_PASSWORD to choose"
                            + " your own)",
                    password);
        }
    }

    private static String randomPassword() {
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }
}
