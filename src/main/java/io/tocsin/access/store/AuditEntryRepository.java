package io.tocsin.access.store;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** The audit log, newest entries first. */
interface AuditEntryRepository extends JpaRepository<AuditEntryEntity, Long> {

    List<AuditEntryEntity> findByIdLessThanOrderByIdDesc(long below, Limit limit);

    Optional<AuditEntryEntity> findFirstByActorAndActionOrderByIdDesc(String actor, String action);

    @Query("select a from AuditEntryEntity a where a.id < :below and"
            + " (lower(a.actor || ' ' || a.action || ' ' || a.object || ' ' || a.detail || ' ' || a.address) like :pattern"
            + " escape '!' or a.action in :actions) order by a.id desc")
    List<AuditEntryEntity> search(String pattern, Collection<String> actions, long below, Limit limit);

    @Query("select distinct a.action from AuditEntryEntity a")
    List<String> findActions();
}
