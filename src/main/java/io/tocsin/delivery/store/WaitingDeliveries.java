package io.tocsin.delivery.store;

import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.rule.ContactPointName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows that wait to be sent to one contact point, of which there may be very many, beside those of others. Each state is
 * asked for by itself: H2 looks for two states at once by reading what waits for all contact points. Blocks.
 */
final class WaitingDeliveries {

    static final List<DeliveryState> STATES = List.of(DeliveryState.QUEUED, DeliveryState.RETRYING);

    private static final String FROM = " from delivery d where d.state = :state and d.contact_point = :contactPoint";

    /** By id, in words by which H2 sees that an index has this order, so that it reads no more than the limit. */
    private static final String OLDEST_FIRST = " order by d.contact_point, d.state, d.id limit :limit";

    private final JdbcClient jdbc;
    private final DeliveryRows rows;

    WaitingDeliveries(JdbcClient jdbc, DeliveryRows rows) {
        this.jdbc = jdbc;
        this.rows = rows;
    }

    /** The oldest, by id. */
    OutboxRows find(ContactPointName contactPoint, String conditions, Map<String, ?> parameters, int limit) {
        return OutboxRows.of(STATES.stream()
                .flatMap(state -> find(state, contactPoint, conditions, parameters, limit).stream())
                .sorted(Comparator.comparing(delivery -> delivery.id().value()))
                .limit(limit)
                .toList());
    }

    private List<Delivery> find(
            DeliveryState state,
            ContactPointName contactPoint,
            String conditions,
            Map<String, ?> parameters,
            int limit) {
        return jdbc.sql("select " + DeliveryRows.COLUMNS + FROM + conditions + OLDEST_FIRST)
                .params(parameters)
                .param("state", state.name())
                .param("contactPoint", contactPoint.value())
                .param("limit", limit)
                .query(rows::read)
                .list();
    }

    int count(ContactPointName contactPoint, String conditions) {
        return STATES.stream()
                .mapToInt(state -> jdbc.sql("select count(*)" + FROM + conditions)
                        .param("state", state.name())
                        .param("contactPoint", contactPoint.value())
                        .query(Integer.class)
                        .single())
                .sum();
    }
}
