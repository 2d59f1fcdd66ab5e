package io.tocsin.external.store;

import io.tocsin.database.SqlTimes;
import io.tocsin.label.Fingerprint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The external alerts that fire, and when they end unless their senders repeat them. All methods block. */
@Repository
public class ExternalEpisodes {

    private static final int IDS_PER_QUERY = 500;

    private final JdbcClient jdbc;

    ExternalEpisodes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * An alert from its first message to its end.
     *
     * @param firedAt when it was first heard of here
     * @param endsAt when it is over unless it is repeated
     */
    public record KnownEpisode(Fingerprint fingerprint, Instant firedAt, Instant endsAt, String generatorUrl) {}

    /** Those of these that fire. */
    public Map<Fingerprint, KnownEpisode> find(Collection<Fingerprint> fingerprints) {
        List<Long> ids =
                fingerprints.stream().map(Fingerprint::value).distinct().toList();
        Map<Fingerprint, KnownEpisode> found = new HashMap<>();
        for (int from = 0; from < ids.size(); from += IDS_PER_QUERY) {
            jdbc.sql("select * from external_alert where fingerprint in (:ids)")
                    .param("ids", ids.subList(from, Math.min(from + IDS_PER_QUERY, ids.size())))
                    .query(ExternalEpisodes::map)
                    .list()
                    .forEach(episode -> found.put(episode.fingerprint(), episode));
        }
        return found;
    }

    /**
     * Those that are over and were last heard of at this time or later, the oldest first.
     *
     * @param heardSince what was last heard of before is left out
     */
    public List<KnownEpisode> findOver(Instant at, Instant heardSince, int limit) {
        return jdbc.sql("select * from external_alert where ends_at <= :at and heard_at >= :since"
                        + " order by ends_at limit :limit")
                .param("at", SqlTimes.of(at))
                .param("since", SqlTimes.of(heardSince))
                .param("limit", limit)
                .query(ExternalEpisodes::map)
                .list();
    }

    /** @throws org.springframework.dao.DuplicateKeyException if another replica was first */
    public void insert(KnownEpisode episode) {
        jdbc.sql("insert into external_alert (fingerprint, fired_at, heard_at, ends_at, generator_url)"
                        + " values (:id, :fired, :fired, :ends, :url)")
                .param("id", episode.fingerprint().value())
                .param("fired", SqlTimes.of(episode.firedAt()))
                .param("ends", SqlTimes.of(episode.endsAt()))
                .param("url", episode.generatorUrl())
                .update();
    }

    /** Lets an episode that was heard of go on until it ends now; false when somebody has ended it. */
    public boolean extend(KnownEpisode episode, Instant heardAt) {
        return jdbc.sql("update external_alert set ends_at = :ends, heard_at = :heard, generator_url = :url"
                                + " where fingerprint = :id and fired_at = :fired")
                        .param("id", episode.fingerprint().value())
                        .param("fired", SqlTimes.of(episode.firedAt()))
                        .param("heard", SqlTimes.of(heardAt))
                        .param("ends", SqlTimes.of(episode.endsAt()))
                        .param("url", episode.generatorUrl())
                        .update()
                == 1;
    }

    /** Ends an episode; false when it has ended already, or when it was repeated since it was read. */
    public boolean end(KnownEpisode episode) {
        return jdbc.sql("delete from external_alert where fingerprint = :id and fired_at = :fired and ends_at <= :ends")
                        .param("id", episode.fingerprint().value())
                        .param("fired", SqlTimes.of(episode.firedAt()))
                        .param("ends", SqlTimes.of(episode.endsAt()))
                        .update()
                == 1;
    }

    private static KnownEpisode map(ResultSet row, int number) throws SQLException {
        return new KnownEpisode(
                new Fingerprint(row.getLong("fingerprint")),
                SqlTimes.read(row, "fired_at"),
                SqlTimes.read(row, "ends_at"),
                row.getString("generator_url"));
    }
}
