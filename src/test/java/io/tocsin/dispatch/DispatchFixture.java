package io.tocsin.dispatch;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.SettableClock;
import io.tocsin.TestJpa;
import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.StoredEvent;
import io.tocsin.alert.store.AlertEventLog;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.alert.store.AlertStores;
import io.tocsin.alert.store.EventBacklog;
import io.tocsin.alert.store.SetAsideEvent;
import io.tocsin.alert.store.UndispatchedEvents;
import io.tocsin.datasource.QueryOrigin.AskedFor;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.store.DeliveryOutbox;
import io.tocsin.dispatch.evidence.AlertEntries;
import io.tocsin.dispatch.evidence.EvidenceRound;
import io.tocsin.dispatch.evidence.EvidenceSource;
import io.tocsin.dispatch.evidence.LinkSettings;
import io.tocsin.dispatch.silencing.Mutes;
import io.tocsin.dispatch.silencing.SilenceMessages;
import io.tocsin.dispatch.silencing.SilenceReporter;
import io.tocsin.dispatch.silencing.SilenceSettings;
import io.tocsin.dispatch.silencing.SilencedAlerts;
import io.tocsin.dispatch.silencing.Silencing;
import io.tocsin.dispatch.store.DispatchMetrics;
import io.tocsin.dispatch.store.DispatchSignal;
import io.tocsin.dispatch.store.DispatchStores;
import io.tocsin.dispatch.store.NotificationLog;
import io.tocsin.dispatch.view.NotificationViews;
import io.tocsin.evidence.Evidence;
import io.tocsin.evidence.Trend;
import io.tocsin.label.Labels;
import io.tocsin.message.Message;
import io.tocsin.message.Mute;
import io.tocsin.notification.GroupMember;
import io.tocsin.notification.MutedBy;
import io.tocsin.notification.NotificationReason;
import io.tocsin.notification.Policies;
import io.tocsin.notification.ReceiverSettings;
import io.tocsin.notification.catalog.PoliciesOfATest;
import io.tocsin.notification.catalog.PolicyCatalog;
import io.tocsin.rule.ContactPointName;
import io.tocsin.silence.store.SilenceStore;
import io.tocsin.silence.store.SilenceStores;
import io.tocsin.tracing.Tracing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** One replica of dispatch over a real database, with fakes for everything around it. */
public final class DispatchFixture {

    static final ContactPointName RECEIVER = new ContactPointName("job_alarm");

    final DataSource dataSource;
    final SettableClock clock;
    final DispatchStores stores;
    final AlertEventLog events;
    final FakeOutbox outbox;
    final AlertInstances instances;
    final FakeEvidence evidence = new FakeEvidence();
    final FakeReceivers receivers = new FakeReceivers();
    final FakeMutes mutes = new FakeMutes();
    final MeterRegistry meters = new SimpleMeterRegistry();
    final Dispatcher dispatcher;
    final NotificationLog notifications;
    final GroupClaims claims;
    final SilenceStore silences;
    final Silencing silencing;
    Trend trend = Trend.NONE;
    Policies policies = Policies.single(RECEIVER);
    Supplier<Policies> policiesSource = () -> policies;
    SilenceSettings silenceSettings =
            new SilenceSettings(Duration.ofDays(90), true, Duration.ofHours(24), Duration.ofMinutes(15), true);

    DispatchFixture(DataSource dataSource, SettableClock clock) {
        this(dataSource, clock, new FakeEventLog(dataSource), new FakeOutbox(dataSource));
    }

    /** With a real log of events. */
    DispatchFixture(DataSource dataSource, SettableClock clock, AlertEventLog events) {
        this(dataSource, clock, events, new FakeOutbox(dataSource));
    }

    /** Another replica on the same database. */
    DispatchFixture replica() {
        return new DispatchFixture(dataSource, clock, events, outbox);
    }

    private DispatchFixture(DataSource dataSource, SettableClock clock, AlertEventLog events, FakeOutbox outbox) {
        this.dataSource = dataSource;
        this.clock = clock;
        this.events = events;
        this.outbox = outbox;
        this.stores = new DispatchStores(dataSource);
        this.instances = AlertStores.instances(dataSource);
        DispatchMetrics metrics = new DispatchMetrics(meters);
        TransactionTemplate transactions = TestJpa.of(dataSource).transactions();
        DispatchSettings settings = new DispatchSettings(
                Duration.ofMillis(500), 50, Duration.ofMillis(50), 10, 20, Duration.ofSeconds(30), Duration.ofDays(30));
        LinkSettings links = new LinkSettings("https://tocsin.example/", "https://grafana.example", "loki-uid", 8080);
        this.silences = SilenceStores.of(dataSource);
        this.notifications = stores.log(outbox, metrics);
        AlertEntries entries = new AlertEntries(links, evidence);
        this.claims = new GroupClaims(stores.groups(), settings, transactions);
        GroupAssignment assignment = new GroupAssignment(stores.groups(), stores.members(), stores.trail(), silences);
        PolicyCatalog catalog = new PoliciesOfATest(receivers, () -> policiesSource.get());
        NotificationPipeline pipeline = new NotificationPipeline(
                new EventAssigner(
                        events,
                        stores.groups(),
                        assignment,
                        catalog,
                        new SetAsideEvents(events, outbox, new PoliciesOfATest(receivers, () -> policies), metrics),
                        transactions),
                claims,
                new BothMutes(),
                new MuteStage(stores.members(), stores.trail(), stores.suppressions(), receivers, settings, metrics),
                new EvidenceRound(evidence, alert -> trend, settings.evidenceBudget(), settings.evidencePerMessage()),
                new MessageComposer(stores.members(), instances, receivers, entries),
                new EnqueueStage(stores.groups(), stores.members(), stores.trail(), notifications, outbox, metrics));
        this.silencing = new Silencing(
                silences,
                new SilencedAlerts(stores.members(), stores.groups(), stores.trail()),
                stores.suppressions(),
                silenceSettings,
                new DispatchSignal(),
                clock,
                transactions);
        SilenceReporter reporter = new SilenceReporter(
                silences,
                stores.suppressions(),
                new SilenceMessages(links, entries, settings.alertsPerMessage()),
                notifications,
                transactions,
                silenceSettings);
        PolicyChange policyChange = new PolicyChange(
                catalog,
                new AlertRerouting(stores.groups(), stores.members(), stores.trail(), assignment, receivers),
                transactions);
        this.dispatcher = new Dispatcher(pipeline, policyChange, reporter, new DispatchSignal(), Tracing.off(), clock);
    }

    /** Why notifications were decided, the newest first. */
    List<NotificationReason> decided() {
        return JdbcClient.create(dataSource)
                .sql("select reason from notification_log order by id desc")
                .query(NotificationReason.class)
                .list();
    }

    NotificationViews views() {
        return new NotificationViews(stores.groups(), stores.members(), notifications, stores.trail(), silences);
    }

    /** The real mutes, and those that a test makes up. */
    private final class BothMutes extends Mutes {

        BothMutes() {
            super(new PoliciesOfATest(receivers, () -> policies), silences, stores.members());
        }

        @Override
        public View at(Instant at) {
            View real = super.at(at);
            return new View() {
                @Override
                public MutedBy mutedBy(GroupMember.Episode alert) {
                    MutedBy made = mutes.mutedBy.apply(alert.labels());
                    return made.isNothing() ? real.mutedBy(alert) : made;
                }

                @Override
                public List<Mute> mutes(GroupMember.Episode alert) {
                    return real.mutes(alert);
                }

                @Override
                public Optional<Instant> heldUntil(String policyPath) {
                    return real.heldUntil(policyPath).or(() -> mutes.heldUntil);
                }
            };
        }
    }

    static void createTables(DataSource dataSource) {
        JdbcClient jdbc = JdbcClient.create(dataSource);
        jdbc.sql("create table test_event (id bigint generated by default as identity primary key,"
                        + " dispatched boolean not null)")
                .update();
        jdbc.sql("create table test_delivery (idempotency_key varchar(200) primary key)")
                .update();
    }

    void append(AlertEvent... added) {
        events.append(List.of(added));
    }

    void tick(Duration duration) {
        clock.tick(duration);
    }

    /** The messages enqueued since the last call, in order. */
    List<Message> step() {
        dispatcher.step();
        return outbox.take();
    }

    /** Moves the clock, then steps. */
    List<Message> stepAfter(Duration duration) {
        tick(duration);
        return step();
    }

    /** Events whose bodies stay in memory, but whose state obeys transactions. */
    static final class FakeEventLog implements AlertEventLog {

        private final JdbcClient jdbc;
        private final Map<Long, AlertEvent> bodies = new ConcurrentHashMap<>();
        final Map<Long, SetAsideEvent> setAside = new ConcurrentHashMap<>();
        private long next;

        FakeEventLog(DataSource dataSource) {
            this.jdbc = JdbcClient.create(dataSource);
        }

        @Override
        public synchronized void append(List<AlertEvent> events) {
            for (AlertEvent event : events) {
                long id = ++next;
                bodies.put(id, event);
                jdbc.sql("insert into test_event (id, dispatched) values (:id, false)")
                        .param("id", id)
                        .update();
            }
        }

        @Override
        public boolean hasUndispatched() {
            return findUndispatched(Integer.MAX_VALUE).size() > 0;
        }

        @Override
        public UndispatchedEvents findUndispatched(int limit) {
            List<StoredEvent> found = jdbc
                    .sql("select id from test_event where not dispatched order by id limit :limit")
                    .param("limit", limit)
                    .query(Long.class)
                    .list()
                    .stream()
                    .filter(id -> !setAside.containsKey(id))
                    .map(id -> new StoredEvent(id, bodies.get(id)))
                    .toList();
            return new UndispatchedEvents(found, List.of());
        }

        @Override
        public int markDispatched(Collection<Long> ids, Instant at) {
            return ids.isEmpty()
                    ? 0
                    : jdbc.sql("update test_event set dispatched = true where id in (:ids) and not dispatched")
                            .param("ids", ids)
                            .update();
        }

        @Override
        public void setAside(Collection<SetAsideEvent> events, Instant at) {
            events.forEach(event -> setAside.put(event.id(), event));
        }

        @Override
        public int takeUp(Instant since) {
            int count = setAside.size();
            setAside.clear();
            return count;
        }

        @Override
        public EventBacklog backlog() {
            return new EventBacklog(setAside.size(), null, "", null);
        }
    }

    /** Messages stay in memory, but are only seen when their transaction was committed. */
    static final class FakeOutbox implements DeliveryOutbox {

        private final JdbcClient jdbc;
        private final Map<String, Message> bodies = new ConcurrentHashMap<>();
        private final Set<String> taken = new HashSet<>();
        volatile boolean fails;

        FakeOutbox(DataSource dataSource) {
            this.jdbc = JdbcClient.create(dataSource);
        }

        @Override
        public boolean enqueue(NewDelivery delivery, Instant at) {
            jdbc.sql("insert into test_delivery (idempotency_key) values (:key)")
                    .param("key", delivery.idempotencyKey())
                    .update();
            bodies.put(delivery.idempotencyKey(), delivery.message());
            if (fails) {
                throw new IllegalStateException("the process dies here");
            }
            return true;
        }

        List<Message> take() {
            List<Message> messages = new ArrayList<>();
            jdbc
                    .sql("select idempotency_key from test_delivery order by length(idempotency_key), idempotency_key")
                    .query(String.class)
                    .list()
                    .stream()
                    .filter(taken::add)
                    .forEach(key -> messages.add(bodies.get(key)));
            return messages;
        }
    }

    static final class FakeEvidence implements EvidenceSource {

        Function<Alert, CompletableFuture<Evidence>> answer = alert -> CompletableFuture.completedFuture(
                new Evidence(List.of(new Evidence.Line(alert.slot(), "ERROR out of memory", 1)), 1, ""));

        @Override
        public CompletableFuture<Evidence> fetch(Alert alert, EvidenceReach reach, AskedFor asker) {
            return answer.apply(alert);
        }

        Consumer<Alert> whenAsked = alert -> {};

        @Override
        public Optional<LineSearch> query(Alert alert) {
            whenAsked.accept(alert);
            return Optional.of(
                    new LineSearch("{job=\"ocr\"} |= \"ERROR\"", alert.slot().minusSeconds(300), alert.slot()));
        }
    }

    public static final class FakeReceivers implements ReceiverSettings {

        @Override
        public boolean exists(ContactPointName receiver) {
            return !gone.contains(receiver);
        }

        final Set<ContactPointName> gone = new HashSet<>();

        boolean sendsResolved = true;

        @Override
        public boolean sendsResolved(ContactPointName receiver) {
            return sendsResolved;
        }

        boolean edits;

        @Override
        public boolean editsMessages(ContactPointName receiver) {
            return edits;
        }

        @Override
        public Optional<ContactPointName> firstProvisioned() {
            return Optional.empty();
        }
    }

    static final class FakeMutes {

        Function<Labels, MutedBy> mutedBy = labels -> MutedBy.NOTHING;
        Optional<Instant> heldUntil = Optional.empty();
    }
}
