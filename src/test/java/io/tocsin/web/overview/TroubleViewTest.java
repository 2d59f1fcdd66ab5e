package io.tocsin.web.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.RuleHealth;
import io.tocsin.alert.store.RuleRecords;
import io.tocsin.label.Fingerprint;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TroubleViewTest {

    @Test
    void saysOnceWhyManyRulesFail() {
        List<RuleRecords.Summary> failing = new ArrayList<>();
        failing.add(failing("lonely", "syntax error"));
        for (int i = 0; i < 5; i++) {
            failing.add(failing("asks" + i, "connection refused"));
        }

        List<TroubleView> troubles = TroubleView.of(failing);

        assertThat(troubles).extracting(TroubleView::error).containsExactly("connection refused", "syntax error");
        assertThat(troubles).extracting(TroubleView::others).containsExactly(2, 0);
        assertThat(troubles.get(0).rules())
                .extracting(TroubleView.FailingRule::name)
                .containsExactly("asks0", "asks1", "asks2");
    }

    private static RuleRecords.Summary failing(String name, String error) {
        RuleKey key = new RuleKey(new GroupKey("ocr.yml", "jobs"), name, new Fingerprint(7));
        return new RuleRecords.Summary(key, RuleHealth.ERROR, error, Instant.EPOCH, Duration.ZERO);
    }
}
