package io.tocsin.access.store;

import io.tocsin.access.ApiToken;
import io.tocsin.access.Role;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.StoredEnums;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code api_token}. */
@Entity
@Table(name = "api_token")
class ApiTokenEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    String name;
    String tokenHash;
    String role;
    String createdBy;
    Instant createdAt;

    @Nullable
    Instant expiresAt;

    @Nullable
    Instant lastUsedAt;

    @SuppressWarnings("NullAway.Init")
    ApiTokenEntity() {}

    @SuppressWarnings("NullAway.Init")
    ApiTokenEntity(ApiToken token, String tokenHash) {
        this.name = token.name();
        this.tokenHash = tokenHash;
        this.role = token.role().name();
        this.createdBy = token.createdBy();
        this.createdAt = SqlTimes.stored(token.createdAt());
        Instant expires = token.expiresAt();
        this.expiresAt = expires == null ? null : SqlTimes.stored(expires);
    }

    /** Of a role that this version does not know, only what every role may do is certain: pushing is not among it. */
    ApiToken toToken() {
        return new ApiToken(
                id == null ? 0 : id,
                name,
                StoredEnums.read(role, Role.VIEWER),
                createdBy,
                createdAt,
                expiresAt,
                lastUsedAt);
    }
}
