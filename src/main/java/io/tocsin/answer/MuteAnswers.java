package io.tocsin.answer;

import io.tocsin.answer.AnsweringPeople.AnsweringUser;
import io.tocsin.answer.store.AnswerClaims;
import io.tocsin.dispatch.silencing.Silencing;
import io.tocsin.label.LabelMatcher;
import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceDraft;
import io.tocsin.silence.store.SilenceStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes the silences and acknowledgements that people ask for, once for everybody who asks at the same time. Blocks. */
@Component
class MuteAnswers {

    private static final Duration LONGEST_ACKNOWLEDGEMENT = Duration.ofDays(365);
    /** Two who press the same button one after the other mean the same end. */
    private static final Duration SAME_END = Duration.ofMinutes(1);

    private final AnswerClaims claims;
    private final Silencing silencing;
    private final SilenceStore silences;
    private final TransactionTemplate transactions;

    MuteAnswers(AnswerClaims claims, Silencing silencing, SilenceStore silences, TransactionTemplate transactions) {
        this.claims = claims;
        this.silencing = silencing;
        this.silences = silences;
        this.transactions = transactions;
    }

    /**
     * What came of it.
     *
     * @param made what is new
     * @param before what others had done already, for the same
     */
    record Muted(List<Silence> made, List<Silence> before) {}

    /** Takes alerts in hand; those that somebody has in hand stay as they are. Empty: the event was acted on before. */
    Optional<Muted> acknowledge(String eventId, Collection<String> alertIds, AnsweringUser user, Instant at) {
        return inTurn(eventId, at, () -> {
            List<Silence> before = silences.findAcknowledgements(alertIds, at);
            Set<String> inHand = before.stream().map(Silence::alertId).collect(Collectors.toSet());
            List<Silence> made = new ArrayList<>();
            for (String alert : alertIds) {
                if (!inHand.contains(alert)) {
                    acknowledge(alert, user).ifPresent(made::add);
                }
            }
            return new Muted(made, before);
        });
    }

    /** One that has just ended needs nobody. */
    private Optional<Silence> acknowledge(String alert, AnsweringUser user) {
        try {
            return Optional.of(silencing.acknowledge(alert, LONGEST_ACKNOWLEDGEMENT, user.name(), ""));
        } catch (NoSuchElementException e) {
            return Optional.empty();
        }
    }

    /**
     * Makes a silence unless there is one for the same that lasts as long. Empty: the event was acted on before.
     *
     * @throws io.tocsin.silence.SilenceRejectedException if it breaks the limits
     */
    Optional<Muted> silence(
            String eventId,
            List<LabelMatcher> matchers,
            Instant until,
            String comment,
            AnsweringUser user,
            Instant at) {
        return inTurn(eventId, at, () -> {
            List<Silence> before = silences.findUnexpired(at).stream()
                    .filter(silence -> silence.alertId().isEmpty()
                            && !silence.startsAt().isAfter(at)
                            && new HashSet<>(silence.matchers()).equals(new HashSet<>(matchers))
                            && !silence.endsAt().isBefore(until.minus(SAME_END)))
                    .toList();
            return before.isEmpty()
                    ? new Muted(
                            List.of(silencing.create(new SilenceDraft(matchers, at, until, user.name(), comment))),
                            List.of())
                    : new Muted(List.of(), before);
        });
    }

    private Optional<Muted> inTurn(String eventId, Instant at, java.util.function.Supplier<Muted> action) {
        return Objects.requireNonNull(
                transactions.execute(status -> {
                    claims.takeTurn();
                    return claims.claim(eventId, at) ? Optional.of(action.get()) : Optional.<Muted>empty();
                }),
                "the transaction has an answer");
    }
}
