package io.tocsin.silence.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

/** Silences. What only one of several processes may do is one statement with its condition, and tells how many rows it met. */
interface SilenceRepository extends JpaRepository<SilenceEntity, String> {

    List<SilenceEntity> findByEndsAtAfter(Instant at, Sort sort);

    List<SilenceEntity> findByStartsAtAfter(Instant at, Pageable page);

    List<SilenceEntity> findByStartsAtLessThanEqualAndEndsAtAfter(Instant startsBy, Instant endsAfter, Pageable page);

    List<SilenceEntity> findByEndsAtLessThanEqual(Instant at, Pageable page);

    List<SilenceEntity> findByEndsAtLessThanEqual(Instant at, Sort sort, Limit limit);

    int countByStartsAtAfter(Instant at);

    int countByStartsAtLessThanEqualAndEndsAtAfter(Instant startsBy, Instant endsAfter);

    int countByEndsAtLessThanEqual(Instant at);

    List<SilenceEntity> findByAlertIdInAndEndsAtAfter(Collection<String> alertIds, Instant at, Sort sort);

    @Query("select s from SilenceEntity s where s.endsAt > :at and s.endsAt <= :endsBy and s.startsAt <= :at"
            + " and s.alertId = '' and s.remindedAt is null order by s.endsAt, s.id")
    List<SilenceEntity> findToRemind(Instant at, Instant endsBy);

    @Query("select s from SilenceEntity s where s.endsAt <= :at and s.alertId = '' and s.summedUpAt is null"
            + " order by s.endsAt, s.id")
    List<SilenceEntity> findToSumUp(Instant at);

    @Query("select count(s) as unexpired, coalesce(sum(s.version), 0) as versions,"
            + " count(case when s.startsAt > :at then 1 end) as pending, max(s.updatedAt) as newest"
            + " from SilenceEntity s where s.endsAt > :at")
    Mark mark(Instant at);

    /** What changes with any silence that has not ended. */
    interface Mark {

        long getUnexpired();

        long getVersions();

        long getPending();

        @Nullable
        Instant getNewest();
    }

    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Transactional
    @Query("update SilenceEntity s set s.startsAt = :startsAt, s.endsAt = :endsAt, s.author = :author,"
            + " s.silenceComment = :comment, s.updatedAt = :updatedAt, s.version = :version, s.remindedAt = null"
            + " where s.id = :id and s.version = :version - 1")
    int change(
            String id,
            Instant startsAt,
            Instant endsAt,
            String author,
            String comment,
            Instant updatedAt,
            long version);

    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Transactional
    @Query("update SilenceEntity s set s.remindedAt = :at where s.id = :id and s.remindedAt is null")
    int markReminded(String id, Instant at);

    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Transactional
    @Query("update SilenceEntity s set s.summedUpAt = :at where s.id = :id and s.summedUpAt is null")
    int markSummedUp(String id, Instant at);
}
