package io.tocsin.web.status;

import io.tocsin.alert.store.RuleReplicas;
import io.tocsin.alert.store.ServiceGaps;
import io.tocsin.text.PlainDurations;
import io.tocsin.web.PlainBytes;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** This process, its replicas, and when none of them ran. Blocks. */
@Component
class RunningProcesses {

    private static final Duration LIVE_FOR = Duration.ofSeconds(15);
    private static final int SHOWN_GAPS = 5;

    private final RuleReplicas replicas;
    private final ServiceGaps gaps;
    private final Clock clock;

    RunningProcesses(RuleReplicas replicas, ServiceGaps gaps, Clock clock) {
        this.replicas = replicas;
        this.gaps = gaps;
        this.clock = clock;
    }

    void fill(Model model) {
        Instant now = clock.instant();
        Map<String, String> live = replicas.findLive(now.minus(LIVE_FOR));
        model.addAttribute("replicas", live.keySet());
        model.addAttribute("agree", live.values().stream().distinct().count() <= 1);
        model.addAttribute("gaps", gaps.findNewest(SHOWN_GAPS));
        fillOwn(now, model);
    }

    private static void fillOwn(Instant now, Model model) {
        String version = RunningProcesses.class.getPackage().getImplementationVersion();
        Instant started =
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        Duration uptime = Duration.between(started, now);
        model.addAttribute("version", version == null ? "development" : version);
        model.addAttribute("java", Runtime.version().toString());
        model.addAttribute("uptime", PlainDurations.print(Duration.ofSeconds(Math.max(0, uptime.toSeconds()))));
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long most = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax();
        model.addAttribute("memory", PlainBytes.print(used) + " / " + PlainBytes.print(most));
    }
}
