package io.tocsin.access.store;

import io.tocsin.database.RacingInsert;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;

/** Filters of lists that a person gave a name, to come back to them. All methods block. */
@Repository
public class SavedViews {

    public static final int MAX_NAME = 100;
    public static final int MAX_QUERY = 2_000;

    /** Nobody looks for one among more. */
    private static final int MAX_PER_USER = 50;

    private final JdbcClient jdbc;
    private final RacingInsert inserts;

    SavedViews(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.inserts = new RacingInsert(transactions);
    }

    /** @param query the part of the address behind the question mark */
    public record SavedView(String name, String query) {}

    /** By name. */
    public List<SavedView> findAll(String user) {
        return jdbc.sql("select name, query from saved_view where user_name = :user order by name")
                .param("user", user)
                .query((row, number) -> new SavedView(row.getString("name"), row.getString("query")))
                .list();
    }

    /** Replaces one of the same name; false when there are too many, or a text is empty or too long. */
    public boolean save(String user, SavedView view) {
        if (view.name().isEmpty()
                || view.name().length() > MAX_NAME
                || view.query().length() > MAX_QUERY) {
            return false;
        }
        if (update(user, view) || findAll(user).size() < MAX_PER_USER && insert(user, view)) {
            return true;
        }
        // Another request of this person was faster.
        return update(user, view);
    }

    private boolean update(String user, SavedView view) {
        return jdbc.sql("update saved_view set query = :query where user_name = :user and name = :name")
                        .param("user", user)
                        .param("name", view.name())
                        .param("query", view.query())
                        .update()
                == 1;
    }

    private boolean insert(String user, SavedView view) {
        return inserts.tryInsert(
                () -> jdbc.sql("insert into saved_view (user_name, name, query) values (:user, :name, :query)")
                        .param("user", user)
                        .param("name", view.name())
                        .param("query", view.query())
                        .update());
    }

    public void delete(String user, String name) {
        jdbc.sql("delete from saved_view where user_name = :user and name = :name")
                .param("user", user)
                .param("name", name)
                .update();
    }
}
