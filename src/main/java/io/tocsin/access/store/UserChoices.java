package io.tocsin.access.store;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What people want pages to be like. All methods block. */
@Repository
public class UserChoices {

    private final JdbcClient jdbc;

    UserChoices(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Each empty while nothing was chosen. */
    public record Chosen(String language, String zone) {}

    public Optional<Chosen> find(String user) {
        return jdbc.sql("select language, zone from user_choice where user_name = :user")
                .param("user", user)
                .query((row, number) -> new Chosen(row.getString("language"), row.getString("zone")))
                .optional();
    }

    public void saveLanguage(String user, String language) {
        save(user, "language", language);
    }

    public void saveZone(String user, String zone) {
        save(user, "zone", zone);
    }

    /** Of two first choices at the same moment one may be lost. */
    private void save(String user, String column, String value) {
        int updated = jdbc.sql("update user_choice set " + column + " = :value where user_name = :user")
                .param("user", user)
                .param("value", value)
                .update();
        if (updated == 0) {
            jdbc.sql("insert into user_choice (user_name, " + column + ") select :user, :value"
                            + " where not exists (select 1 from user_choice where user_name = :user)")
                    .param("user", user)
                    .param("value", value)
                    .update();
        }
    }
}
