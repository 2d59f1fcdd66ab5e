package io.tocsin.access.store;

import io.tocsin.access.ApiToken;
import io.tocsin.database.SqlTimes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Repository;

/** The tokens of programs, found by the hash of their text. All methods block. */
@Repository
public class ApiTokens {

    private final ApiTokenRepository tokens;

    ApiTokens(ApiTokenRepository tokens) {
        this.tokens = tokens;
    }

    /** By name; the expired ones too. */
    public List<ApiToken> findAll() {
        return tokens.findAllByOrderByName().stream()
                .map(ApiTokenEntity::toToken)
                .toList();
    }

    public Optional<ApiToken> findByHash(String hash) {
        return tokens.findByTokenHash(hash).map(ApiTokenEntity::toToken);
    }

    /**
     * Stores a new one; the given id does not count.
     *
     * @throws DataIntegrityViolationException when there is one of this name
     */
    public ApiToken insert(ApiToken token, String hash) {
        return tokens.saveAndFlush(new ApiTokenEntity(token, hash)).toToken();
    }

    /** False when there is none of this id. */
    public boolean delete(long id) {
        return tokens.remove(id) == 1;
    }

    public void markUsed(long id, Instant at) {
        tokens.markUsed(id, SqlTimes.stored(at));
    }
}
