package io.tocsin.security;

import io.tocsin.access.ApiToken;
import io.tocsin.access.Role;
import io.tocsin.access.store.ApiTokens;
import io.tocsin.text.CleanText;
import io.tocsin.text.CodePoints;
import io.tocsin.text.Sha256;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.keygen.StringKeyGenerator;
import org.springframework.stereotype.Service;

/** The tokens of programs, for the administrator to look after. All methods block. */
@Service
public class ApiTokenAccounts {

    static final int MAX_NAME = 100;

    private static final String PREFIX = "tocsin_";

    private final StringKeyGenerator secrets =
            new Base64StringKeyGenerator(Base64.getUrlEncoder().withoutPadding(), 32);
    private final ApiTokens tokens;
    private final TokenRegister register;
    private final OpenStreams streams;
    private final Clock clock;

    ApiTokenAccounts(ApiTokens tokens, TokenRegister register, OpenStreams streams, Clock clock) {
        this.tokens = tokens;
        this.register = register;
        this.streams = streams;
        this.clock = clock;
    }

    /** Why a token was not made; the last part of a message's key. */
    public enum TokenProblem {
        NAME,
        TAKEN,
        EXPIRED
    }

    /**
     * What became of the wish for a token.
     *
     * @param text the token itself, which is never to be seen again; empty when there is a problem
     */
    public record Made(
            String text, @Nullable ApiToken token, @Nullable TokenProblem problem) {

        /** Not what it holds. */
        @Override
        public String toString() {
            return "Made[problem=" + problem + "]";
        }
    }

    public List<ApiToken> all() {
        return tokens.findAll();
    }

    /** @param expiresAt null: never */
    public Made create(String name, Role role, @Nullable Instant expiresAt, String by) {
        String clean = CleanText.singleLine(name).strip();
        if (clean.isEmpty() || !CodePoints.cut(clean, MAX_NAME).equals(clean)) {
            return new Made("", null, TokenProblem.NAME);
        }
        Instant now = clock.instant();
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            return new Made("", null, TokenProblem.EXPIRED);
        }
        String text = PREFIX + secrets.generateKey();
        try {
            ApiToken made = tokens.insert(new ApiToken(0, clean, role, by, now, expiresAt, null), Sha256.hex(text));
            return new Made(text, made, null);
        } catch (DataIntegrityViolationException e) {
            return new Made("", null, TokenProblem.TAKEN);
        }
    }

    /** False when there was none. It counts no more from now on in this process, and within seconds in the others. */
    public boolean delete(long id) {
        boolean isDeleted = tokens.delete(id);
        register.forget();
        streams.rightsChanged();
        return isDeleted;
    }
}
