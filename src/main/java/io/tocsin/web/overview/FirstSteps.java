package io.tocsin.web.overview;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.config.DataSourceCatalog;
import io.tocsin.datasource.config.DataSourceDefinition;
import io.tocsin.datasource.config.DataSourceType;
import io.tocsin.delivery.store.ContactPointHealth;
import io.tocsin.delivery.store.ContactPointHealthStore;
import io.tocsin.notification.catalog.PolicyCatalog;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.security.LocalPrograms;
import io.tocsin.web.contactpoints.ContactPointUses;
import io.tocsin.web.logs.StreamLabels;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * What a new installation still lacks, in order, until a message of it has arrived somewhere. Once all is there nothing is
 * asked any more, as long as this process runs.
 */
@Component
class FirstSteps {

    /** Rules come last: where an alert goes is decided when it begins to fire. */
    private static final List<String> STEPS = List.of("data", "point", "route", "test", "rules");

    private static final Duration LATELY = Duration.ofHours(1);

    private final StreamLabels labels;
    private final DataSourceCatalog sources;
    private final RuleCatalog rules;
    private final Ways ways;
    private final LocalPrograms local;
    private final String rulesDirectory;
    private final String externalUrl;
    private volatile boolean isOver;

    FirstSteps(
            StreamLabels labels,
            DataSourceCatalog sources,
            RuleCatalog rules,
            Ways ways,
            LocalPrograms local,
            @Value("${tocsin.rules-dir}") String rulesDirectory,
            @Value("${tocsin.external-url}") String externalUrl) {
        this.labels = labels;
        this.sources = sources;
        this.rules = rules;
        this.ways = ways;
        this.local = local;
        this.rulesDirectory = Path.of(rulesDirectory).toAbsolutePath().toString();
        this.externalUrl = externalUrl.strip();
    }

    /** How messages get out. Blocks. */
    @Component
    record Ways(
            ContactPoints contactPoints,
            ContactPointHealthStore health,
            ContactPointUses uses,
            PolicyCatalog policies) {

        boolean isLedByFile() {
            return policies.snapshot().isFromFile();
        }

        String policiesFile() {
            return policies.file().toAbsolutePath().toString();
        }

        /** Contact points that people read elsewhere. */
        List<ContactPoint> outside() {
            return contactPoints.all().stream()
                    .filter(point -> point.kind() != ContactPointKind.INBOX)
                    .toList();
        }

        boolean isReached(ContactPoint point) {
            return uses.of(point.name()).stream().anyMatch(use -> !use.kind().equals("fallback"));
        }

        boolean hasDelivered(ContactPoint point) {
            return health.find(point.name())
                    .map(ContactPointHealth::lastSuccessAt)
                    .isPresent();
        }
    }

    /**
     * The list.
     *
     * @param done the steps that are there
     * @param next the first that is not
     * @param point the contact point that is shown as the example; empty when there is none
     * @param route the policies file that leads everything to it; empty when there is a file already
     * @param address where lines are pushed to
     */
    record Checklist(
            Set<String> done,
            String next,
            String point,
            String route,
            String policiesFile,
            String rulesDirectory,
            String address,
            boolean needsToken) {

        public List<String> steps() {
            return STEPS;
        }

        public String curl() {
            return PushExamples.curl(address, needsToken);
        }

        public String alloy() {
            return PushExamples.alloy(address, needsToken);
        }
    }

    /** The streams of the last hour; nothing when that does not matter any more. */
    Mono<StreamLabels.FoundLabels> streams() {
        return isOver ? Mono.just(StreamLabels.FoundLabels.NONE) : labels.find(DataSourceName.DEFAULT, LATELY);
    }

    /** Null when there is nothing left to do. Blocks. */
    @Nullable
    Checklist checklist(StreamLabels.FoundLabels streams, ServerWebExchange exchange) {
        if (isOver) {
            return null;
        }
        List<ContactPoint> outside = ways.outside();
        Set<String> done = new HashSet<>();
        add(done, "data", !streams.names().isEmpty());
        add(done, "rules", rules.snapshot().ruleCount() > 0);
        add(done, "point", !outside.isEmpty());
        add(done, "route", outside.stream().anyMatch(ways::isReached));
        add(done, "test", outside.stream().anyMatch(ways::hasDelivered));
        String point = outside.isEmpty() ? "" : outside.get(0).name().value();
        DataSourceDefinition source =
                sources.current().find(DataSourceName.DEFAULT).orElse(null);
        boolean isOwn = source == null || source.type() == DataSourceType.EMBEDDED;
        String next =
                STEPS.stream().filter(step -> !done.contains(step)).findFirst().orElse("");
        isOver = next.isEmpty();
        if (isOver) {
            return null;
        }
        return new Checklist(
                done,
                next,
                point,
                outside.isEmpty() || ways.isLedByFile() ? "" : route(point),
                ways.policiesFile(),
                rulesDirectory,
                isOwn ? address(exchange) : withoutSlash(url(source)),
                isOwn && !local.isLocal(exchange.getRequest()));
    }

    private static String route(String point) {
        return "route:\n  receiver: " + ContactPointUses.quoted(point) + "\n";
    }

    private static void add(Set<String> done, String step, boolean isDone) {
        if (isDone) {
            done.add(step);
        }
    }

    private static String url(@Nullable DataSourceDefinition source) {
        return source == null
                ? ""
                : source.http().map(http -> http.url().toString()).orElse("");
    }

    /** As the reader reaches it. */
    private String address(ServerWebExchange exchange) {
        URI uri = exchange.getRequest().getURI();
        return withoutSlash(externalUrl.isEmpty() ? uri.getScheme() + "://" + uri.getAuthority() : externalUrl);
    }

    private static String withoutSlash(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }
}
