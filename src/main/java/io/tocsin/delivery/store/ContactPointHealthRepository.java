package io.tocsin.delivery.store;

import java.time.Instant;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

/** The health of contact points by name; each change tells how many rows it met. */
interface ContactPointHealthRepository extends JpaRepository<ContactPointHealthEntity, String> {

    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Transactional
    @Query("update ContactPointHealthEntity h set h.failingSince = coalesce(h.failingSince, :at),"
            + " h.lastFailureAt = :at, h.failureReason = :reason, h.failureDetail = :detail"
            + " where h.contactPoint = :name")
    int failed(String name, String reason, String detail, Instant at);

    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Transactional
    @Query("update ContactPointHealthEntity h set h.parkedAt = :at, h.parkedReason = :reason, h.parkedLane = :lane,"
            + " h.parkedDetail = :detail where h.contactPoint = :name and h.parkedAt is null")
    int park(String name, String lane, String reason, String detail, Instant at);

    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Transactional
    @Query("update ContactPointHealthEntity h set h.parkedAt = :at, h.parkedReason = :reason, h.parkedLane = null,"
            + " h.parkedDetail = :detail where h.contactPoint = :name")
    int disable(String name, String reason, String detail, Instant at);

    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Transactional
    @Query("update ContactPointHealthEntity h set h.parkedAt = null, h.parkedReason = null, h.parkedDetail = null,"
            + " h.failingSince = null where h.contactPoint = :name and h.parkedAt is not null")
    int unpark(String name);
}
