package io.tocsin.delivery.store;

import io.tocsin.database.SqlTimes;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which contact points have rows whose time has come. Blocks. */
final class DueContactPoints {

    /** Reading so many rows costs no more than asking for contact points one by one. */
    private static final int FEW = 200;

    private final JdbcClient jdbc;

    DueContactPoints(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** All of them; reads every row that is due. */
    List<ContactPointName> all(Instant now) {
        return names(jdbc.sql("select distinct contact_point from delivery where state in ('QUEUED', 'RETRYING')"
                        + " and due_at <= :now order by contact_point")
                .param("now", SqlTimes.of(now))
                .query(String.class)
                .list());
    }

    /** All of them while few rows are due; otherwise, without reading every row, at least those that are known. */
    List<ContactPointName> amongKnown(Collection<ContactPointName> known, Instant now) {
        Set<String> found = new TreeSet<>();
        for (DeliveryState state : WaitingDeliveries.STATES) {
            List<String> first = first(state, now);
            found.addAll(first);
            if (first.size() == FEW) {
                found.addAll(eachOf(known, state, now));
            }
        }
        return names(found);
    }

    private List<String> first(DeliveryState state, Instant now) {
        return jdbc.sql("select contact_point from delivery where state = :state and due_at <= :now"
                        + " order by state, contact_point limit :few")
                .param("state", state.name())
                .param("now", SqlTimes.of(now))
                .param("few", FEW)
                .query(String.class)
                .list();
    }

    private List<String> eachOf(Collection<ContactPointName> known, DeliveryState state, Instant now) {
        return jdbc.sql("select c.name from unnest(cast(:known as varchar array)) as c(name) where exists (select 1"
                        + " from delivery d where d.state = :state and d.contact_point = c.name and d.due_at <= :now)")
                .param("known", known.stream().map(ContactPointName::value).toArray(String[]::new))
                .param("state", state.name())
                .param("now", SqlTimes.of(now))
                .query(String.class)
                .list();
    }

    private static List<ContactPointName> names(Collection<String> names) {
        return names.stream().map(ContactPointName::new).toList();
    }
}
