package io.tocsin.access.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

/** API tokens by their hash. */
interface ApiTokenRepository extends JpaRepository<ApiTokenEntity, Long> {

    List<ApiTokenEntity> findAllByOrderByName();

    Optional<ApiTokenEntity> findByTokenHash(String tokenHash);

    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Transactional
    @Query("delete from ApiTokenEntity t where t.id = :id")
    int remove(long id);

    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Transactional
    @Query(
            "update ApiTokenEntity t set t.lastUsedAt = :at where t.id = :id and (t.lastUsedAt is null or t.lastUsedAt < :at)")
    int markUsed(long id, Instant at);
}
