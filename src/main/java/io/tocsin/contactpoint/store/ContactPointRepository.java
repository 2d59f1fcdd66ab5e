package io.tocsin.contactpoint.store;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

/** Contact points made in the page, by name. */
interface ContactPointRepository extends JpaRepository<ContactPointEntity, String> {

    /** Of several who delete it only one meets a row. */
    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Transactional
    @Query("delete from ContactPointEntity c where c.name = :name")
    int remove(String name);
}
