package io.tocsin.access.store;

import io.tocsin.access.Role;
import io.tocsin.access.User;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.StoredEnums;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import org.springframework.data.domain.Persistable;

/** A row of {@code app_user}. One that was not read is new: saving it never changes a user who is there. */
@Entity
@Table(name = "app_user")
class UserEntity implements Persistable<String> {

    @Id
    String name;

    String passwordHash;
    String role;
    Instant createdAt;

    @Transient
    private boolean isStored;

    @SuppressWarnings("NullAway.Init")
    UserEntity() {}

    static UserEntity of(User user) {
        UserEntity entity = new UserEntity();
        entity.name = user.name();
        entity.passwordHash = user.passwordHash();
        entity.role = user.role().name();
        entity.createdAt = SqlTimes.stored(user.createdAt());
        return entity;
    }

    /** Of a role that this version does not know, only what every role may do is certain. */
    User toUser() {
        return new User(name, passwordHash, StoredEnums.read(role, Role.VIEWER), createdAt);
    }

    @PostLoad
    void loaded() {
        isStored = true;
    }

    @Override
    public String getId() {
        return name;
    }

    @Override
    public boolean isNew() {
        return !isStored;
    }
}
