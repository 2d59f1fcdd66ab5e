package io.tocsin.access.store;

import io.tocsin.access.LoginSession;
import io.tocsin.access.Role;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.StoredEnums;
import io.tocsin.text.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Who is logged in, for all replicas and over restarts. What a session may do is read with it each time, so it ends with
 * the role, the password or the user. All methods block.
 */
@Repository
public class LoginSessions {

    /** More of one person are not in use: the oldest end. */
    private static final int MAX_PER_USER = 50;

    private final JdbcClient jdbc;

    LoginSessions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Somebody whose session counts, with the role of this moment.
     *
     * @param isProvided whether the identity provider vouched for the person
     */
    public record Current(String user, Role role, boolean isProvided) {}

    public void begin(LoginSession session) {
        jdbc.sql("insert into login_session (id_hash, user_name, given_role, credential_hash, address, created_at,"
                        + " expires_at) values (:id, :user, :role, :credential, :address, :created, :expires)")
                .param("id", session.idHash())
                .param("user", session.user())
                .param(
                        "role",
                        session.givenRole() == null ? null : session.givenRole().name())
                .param("credential", session.credentialHash())
                .param("address", session.address())
                .param("created", SqlTimes.of(session.createdAt()))
                .param("expires", SqlTimes.of(session.expiresAt()))
                .update();
        jdbc.sql(
                        "update login_session set ended_at = :now where user_name = :user and ended_at is null and id_hash not in"
                                + " (select id_hash from (select id_hash from login_session where user_name = :user and"
                                + " ended_at is null order by created_at desc limit " + MAX_PER_USER + ") newest)")
                .param("user", session.user())
                .param("now", SqlTimes.of(session.createdAt()))
                .update();
    }

    /** Empty when there is no such session, it is over, or its user is another one by now. */
    public Optional<Current> find(String idHash, Instant now) {
        return jdbc.sql(
                        "select s.user_name, s.given_role, s.credential_hash, u.role, u.password_hash from login_session s"
                                + " left join app_user u on u.name = s.user_name"
                                + " where s.id_hash = :id and s.ended_at is null and s.expires_at > :now")
                .param("id", idHash)
                .param("now", SqlTimes.of(now))
                .query(LoginSessions::current)
                .optional()
                .flatMap(found -> found);
    }

    /** Somebody whom the identity provider vouches for and who is logged in somewhere, with the newest role. */
    public Optional<Current> findProvided(String user, Instant now) {
        return jdbc.sql("select user_name, given_role from login_session where lower(user_name) = lower(:user)"
                        + " and given_role is not null and ended_at is null and expires_at > :now"
                        + " order by created_at desc limit 1")
                .param("user", user)
                .param("now", SqlTimes.of(now))
                .query((row, number) -> new Current(
                        row.getString("user_name"), StoredEnums.read(row.getString("given_role"), Role.VIEWER), true))
                .optional();
    }

    private static Optional<Current> current(ResultSet row, int number) throws SQLException {
        String user = row.getString("user_name");
        @Nullable String given = row.getString("given_role");
        if (given != null) {
            return Optional.of(new Current(user, StoredEnums.read(given, Role.VIEWER), true));
        }
        @Nullable String password = row.getString("password_hash");
        if (password == null || !Sha256.hex(password).equals(row.getString("credential_hash"))) {
            return Optional.empty();
        }
        return Optional.of(new Current(user, StoredEnums.read(row.getString("role"), Role.VIEWER), false));
    }

    /** Those of a person that count, the newest first. */
    public List<LoginSession> findOf(String user, Instant now) {
        return jdbc.sql("select * from login_session where user_name = :user and ended_at is null and expires_at > :now"
                        + " order by created_at desc")
                .param("user", user)
                .param("now", SqlTimes.of(now))
                .query((row, number) -> new LoginSession(
                        row.getString("id_hash"),
                        row.getString("user_name"),
                        row.getString("given_role") == null
                                ? null
                                : StoredEnums.read(row.getString("given_role"), Role.VIEWER),
                        row.getString("credential_hash"),
                        row.getString("address"),
                        SqlTimes.read(row, "created_at"),
                        SqlTimes.read(row, "expires_at")))
                .list();
    }

    public void end(String idHash, Instant now) {
        jdbc.sql("update login_session set ended_at = :now where id_hash = :id and ended_at is null")
                .param("id", idHash)
                .param("now", SqlTimes.of(now))
                .update();
    }

    /** Logs somebody out everywhere, but for one session; empty: for none. */
    public void endAllOf(String user, String butIdHash, Instant now) {
        jdbc.sql(
                        "update login_session set ended_at = :now where user_name = :user and ended_at is null and id_hash <> :id")
                .param("user", user)
                .param("id", butIdHash)
                .param("now", SqlTimes.of(now))
                .update();
    }

    /** A session stays although its user has a new password. */
    public void renewCredential(String idHash, String credentialHash) {
        jdbc.sql("update login_session set credential_hash = :credential where id_hash = :id and ended_at is null")
                .param("id", idHash)
                .param("credential", credentialHash)
                .update();
    }

    /** Whether this person has logged in from there before, as far back as sessions are kept. */
    public boolean hasLoggedInFrom(String user, String address) {
        return jdbc.sql("select count(*) from login_session where user_name = :user and address = :address")
                        .param("user", user)
                        .param("address", address)
                        .query(Long.class)
                        .single()
                > 0;
    }
}
