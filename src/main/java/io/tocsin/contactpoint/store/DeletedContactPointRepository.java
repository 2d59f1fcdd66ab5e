package io.tocsin.contactpoint.store;

import java.time.Instant;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/** Deleted contact points, by name. */
interface DeletedContactPointRepository extends JpaRepository<DeletedContactPointEntity, String> {

    List<DeletedContactPointEntity> findByDeletedAtAfterOrderByDeletedAtDesc(Instant since);
}
