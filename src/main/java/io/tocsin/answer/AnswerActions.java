package io.tocsin.answer;

import io.tocsin.answer.AnsweredMessages.Answered;
import io.tocsin.answer.AnsweringPeople.AnsweringUser;
import io.tocsin.answer.MuteAnswers.Muted;
import io.tocsin.answer.plan.AnswerAction;
import io.tocsin.answer.store.AnswerClaims;
import io.tocsin.answer.store.MentionMutes;
import io.tocsin.contactpoint.answer.ChatReply;
import io.tocsin.contactpoint.answer.ChatRequest;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.silence.Silence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Does what a person who may do it asks for, and says what came of it. Blocks. */
@Component
class AnswerActions {

    private final AnsweredMessages answered;
    private final MuteAnswers mutes;
    private final AlertAnswers alerts;
    private final AnswerClaims claims;
    private final MentionMutes mentions;

    AnswerActions(
            AnsweredMessages answered,
            MuteAnswers mutes,
            AlertAnswers alerts,
            AnswerClaims claims,
            MentionMutes mentions) {
        this.mentions = mentions;
        this.answered = answered;
        this.mutes = mutes;
        this.alerts = alerts;
        this.claims = claims;
    }

    /**
     * Who asks, of what.
     *
     * @param message present for what is asked of a message
     */
    record Asking(ChatRequest request, AnsweringUser user, Optional<Answered> message, AnswerTexts texts, Instant at) {

        Answered answeredMessage() {
            return message.orElseThrow();
        }
    }

    /**
     * What came of it.
     *
     * @param detail what changed, for the audit log; empty: nothing did
     */
    record Done(ChatReply reply, String detail) {

        static Done told(ChatReply reply) {
            return new Done(reply, "");
        }

        boolean isChange() {
            return !detail.isEmpty();
        }
    }

    /** @throws io.tocsin.silence.SilenceRejectedException if a silence breaks the limits */
    Done act(Asking asking, AnswerAction action) {
        if (action instanceof AnswerAction.AcknowledgeMessage) {
            return acknowledge(asking);
        }
        if (action instanceof AnswerAction.SilenceMessage silence) {
            return silence(asking, matchers(asking.answeredMessage().message()), silence.until(), "");
        }
        if (action instanceof AnswerAction.SilenceMatching silence) {
            return silence(asking, silence.matchers(), silence.until(), silence.comment());
        }
        if (action instanceof AnswerAction.ShowHelp help) {
            String problem = help.problem().isEmpty() ? "" : help.problem() + "\n";
            return Done.told(ChatReply.toPerson(problem + asking.texts().say("answer.help")));
        }
        if (action instanceof AnswerAction.MuteMentions mute) {
            mentions.mute(asking.request().person().id(), mute.until());
            return Done.told(ChatReply.toPerson(asking.texts()
                    .say(
                            "answer.mentions",
                            asking.texts().time(mute.until()),
                            asking.texts().zoneName())));
        }
        // What is only told is not told again either: the first answer stands there already.
        return claims.claim(asking.request().eventId(), asking.at())
                ? Done.told(tell(asking, action))
                : Done.told(ChatReply.NONE);
    }

    private ChatReply tell(Asking asking, AnswerAction action) {
        if (action instanceof AnswerAction.ExplainMessage) {
            Answered message = asking.answeredMessage();
            return alerts.why(message.contactPoint(), message.message(), asking.texts());
        }
        if (action instanceof AnswerAction.ShowLines) {
            Answered message = asking.answeredMessage();
            return alerts.lines(message.contactPoint(), message.message(), asking.texts());
        }
        if (action instanceof AnswerAction.ListAlerts list) {
            return alerts.list(list.matchers(), asking.texts(), asking.at());
        }
        if (action instanceof AnswerAction.ExplainMatching explain) {
            return alerts.explain(explain.matchers(), asking.texts());
        }
        throw new IllegalStateException("unknown action " + action.getClass());
    }

    private Done acknowledge(Asking asking) {
        Set<String> firing = answered.firing(asking.answeredMessage().message());
        if (firing.isEmpty()) {
            return Done.told(ChatReply.toPerson(asking.texts().say("answer.ended")));
        }
        return mutes.acknowledge(asking.request().eventId(), firing, asking.user(), asking.at())
                .map(muted -> muted.made().isEmpty()
                        ? Done.told(ChatReply.toPerson(asking.texts().say("answer.acknowledged.before", by(muted))))
                        : new Done(
                                ChatReply.toPerson(asking.texts()
                                        .say("answer.acknowledged", muted.made().size())),
                                ids(muted)))
                .orElse(Done.told(ChatReply.NONE));
    }

    private Done silence(Asking asking, List<LabelMatcher> matchers, Instant until, String comment) {
        AnswerTexts texts = asking.texts();
        if (matchers.isEmpty()) {
            return Done.told(ChatReply.toPerson(texts.say("answer.silence.everything")));
        }
        String words = matchers.stream().map(LabelMatcher::toString).collect(Collectors.joining(", ", "{", "}"));
        String why = comment.isBlank()
                ? texts.say(
                        "answer.silence.comment", asking.request().kind().word().replace("_bot", ""))
                : comment;
        return mutes.silence(asking.request().eventId(), matchers, until, why, asking.user(), asking.at())
                .map(muted -> muted.made().isEmpty()
                        ? Done.told(ChatReply.toPerson(texts.say(
                                "answer.silenced.before",
                                by(muted),
                                texts.time(muted.before().get(0).endsAt()))))
                        : new Done(
                                ChatReply.toPerson(
                                        texts.say("answer.silenced", words, texts.time(until), texts.zoneName())),
                                ids(muted) + " " + words))
                .orElse(Done.told(ChatReply.NONE));
    }

    private static String by(Muted muted) {
        return muted.before().stream().map(Silence::author).distinct().limit(3).collect(Collectors.joining(", "));
    }

    private static String ids(Muted muted) {
        return muted.made().stream()
                .map(silence -> silence.id().value())
                .limit(10)
                .collect(Collectors.joining(" "));
    }

    /** The labels of the only alert, or what all alerts of the message have in common; empty: nothing. */
    static List<LabelMatcher> matchers(Message message) {
        List<AlertEntry> alerts = message.alerts();
        boolean isOfOne = alerts.size() == 1 && message.unlisted() == 0;
        Labels labels = isOfOne
                ? alerts.get(0).labels()
                : message.commonLabels().asMap().isEmpty() ? message.groupLabels() : message.commonLabels();
        return labels.asMap().entrySet().stream()
                .map(label -> LabelMatcher.equal(label.getKey(), label.getValue()))
                .toList();
    }
}
