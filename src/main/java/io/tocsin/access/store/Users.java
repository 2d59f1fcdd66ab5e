package io.tocsin.security;

import io.tocsin.database.SqlTimes;
import io.tocsin.database.StoredEnums;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The people who can log in. All methods block. */
@Repository
class AppUsers {

    private final JdbcClient jdbc;

    AppUsers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One user; the hash is BCrypt with its prefix. */
    record AppUser(String name, String passwordHash, Role role) {}

    Optional<AppUser> find(String name) {
        return jdbc.sql("select name, password_hash, role from app_user where name = :name")
                .param("name", name)
                .query((row, number) -> map(row))
                .optional();
    }

    List<AppUser> findWithPasswords() {
        return jdbc.sql("select name, password_hash, role from app_user")
                .query((row, number) -> map(row))
                .list();
    }

    private static AppUser map(ResultSet row) throws SQLException {
        return new AppUser(row.getString("name"), row.getString("password_hash"), role(row));
    }

    /** Of a role that this version does not know, only what every role may do is certain. */
    private static Role role(ResultSet row) throws SQLException {
        return StoredEnums.read(row.getString("role"), Role.VIEWER);
    }

    void insert(AppUser user, Instant at) {
        jdbc.sql("insert into app_user (name, password_hash, role, created_at) values (:name, :hash, :role, :at)")
                .param("name", user.name())
                .param("hash", user.passwordHash())
                .param("role", user.role().name())
                .param("at", SqlTimes.of(at))
                .update();
    }

    void updatePassword(String name, String passwordHash) {
        jdbc.sql("update app_user set password_hash = :hash where name = :name")
                .param("name", name)
                .param("hash", passwordHash)
                .update();
    }

    /** False when there is no such user. */
    boolean updateRole(String name, Role role) {
        return jdbc.sql("update app_user set role = :role where name = :name")
                        .param("name", name)
                        .param("role", role.name())
                        .update()
                == 1;
    }

    /** False when there is no such user. */
    boolean delete(String name) {
        return jdbc.sql("delete from app_user where name = :name")
                        .param("name", name)
                        .update()
                == 1;
    }

    /** By name. */
    List<UserAccounts.Account> findAll() {
        return jdbc.sql("select name, role, created_at from app_user order by name")
                .query((row, number) ->
                        new UserAccounts.Account(row.getString("name"), role(row), SqlTimes.read(row, "created_at")))
                .list();
    }
}
