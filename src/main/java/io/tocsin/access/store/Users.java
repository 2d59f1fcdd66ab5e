package io.tocsin.access.store;

import io.tocsin.access.Role;
import io.tocsin.access.User;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Repository;

/** The people who can log in. All methods block. */
@Repository
public class Users {

    private final UserRepository users;

    Users(UserRepository users) {
        this.users = users;
    }

    public Optional<User> find(String name) {
        return users.findById(name).map(UserEntity::toUser);
    }

    /** By name. */
    public List<User> findAll() {
        return users.findAllByOrderByName().stream().map(UserEntity::toUser).toList();
    }

    /** @throws DataIntegrityViolationException when there is one of this name */
    public void insert(User user) {
        users.saveAndFlush(UserEntity.of(user));
    }

    /** False when there is no such user. */
    public boolean updatePassword(String name, String passwordHash) {
        return users.changePassword(name, passwordHash) == 1;
    }

    /** False when there is no such user. */
    public boolean updateRole(String name, Role role) {
        return users.changeRole(name, role.name()) == 1;
    }

    /** False when there is no such user. */
    public boolean delete(String name) {
        return users.remove(name) == 1;
    }
}
