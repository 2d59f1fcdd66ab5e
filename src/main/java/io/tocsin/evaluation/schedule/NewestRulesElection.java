package io.tocsin.evaluation.schedule;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.alert.store.RuleReplicas;
import io.tocsin.evaluation.RuleGroups;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sees to it that replicas with different rule files, as during a rollout, do not undo each other's work: only those with
 * the newest content evaluate; the others leave the groups to them.
 */
@Component
public class NewestRulesElection {

    private static final Logger log = LoggerFactory.getLogger(NewestRulesElection.class);
    private static final Duration LIVE_FOR = Duration.ofSeconds(15);

    private final RuleReplicas replicas;
    private final RuleGroups groups;
    private final Clock clock;
    private final String name = UUID.randomUUID().toString();
    private volatile boolean isNewest;
    private volatile Map<String, String> live = Map.of();

    public NewestRulesElection(RuleReplicas replicas, RuleGroups groups, Clock clock, MeterRegistry registry) {
        this.replicas = replicas;
        this.groups = groups;
        this.clock = clock;
        Gauge.builder("tocsin.rules.contents", this, election -> election.contentsInUse())
                .description("How many different contents of the rule files live replicas have; 1 is agreement")
                .register(registry);
    }

    /** What this replica is called among the others; another name after each start. */
    public String replica() {
        return name;
    }

    /** Whether this replica has the newest rule files, as of the last beat. */
    boolean isNewest() {
        return isNewest;
    }

    /** Whether it falls to this replica to do what only one of those with the newest rule files needs to do, as of the last beat. */
    boolean isFirst() {
        String content = live.get(name);
        return isNewest
                && live.entrySet().stream()
                        .filter(other -> other.getValue().equals(content))
                        .map(Map.Entry::getKey)
                        .min(Comparator.naturalOrder())
                        .filter(name::equals)
                        .isPresent();
    }

    /** How many different contents of the rule files the live replicas have; 1 when they agree. */
    public int contentsInUse() {
        return (int) live.values().stream().distinct().count();
    }

    /** How many replicas live, this one included. */
    public int liveReplicas() {
        return live.size();
    }

    /** Reports this replica's rule files and learns of the others'; true when it has just become the newest. */
    public boolean beat() {
        Instant now = clock.instant();
        Instant liveSince = now.minus(LIVE_FOR);
        String content = groups.contentHash();
        if (!content.isEmpty()) {
            replicas.report(name, content, now, liveSince);
        }
        boolean wasNewest = isNewest;
        isNewest = replicas.findNewest(liveSince).map(content::equals).orElse(true);
        live = replicas.findLive(liveSince);
        if (wasNewest && !isNewest) {
            log.warn("another replica has newer rule files and evaluates the groups hash={}", content);
        }
        return isNewest && !wasNewest;
    }
}
