package io.tocsin.access.store;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

/** Users by name. */
interface UserRepository extends JpaRepository<UserEntity, String> {

    List<UserEntity> findAllByOrderByName();

    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Transactional
    @Query("update UserEntity u set u.passwordHash = :hash where u.name = :name")
    int changePassword(String name, String hash);

    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Transactional
    @Query("update UserEntity u set u.role = :role where u.name = :name")
    int changeRole(String name, String role);

    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Transactional
    @Query("delete from UserEntity u where u.name = :name")
    int remove(String name);
}
