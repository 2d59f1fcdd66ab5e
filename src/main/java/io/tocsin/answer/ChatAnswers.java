package io.tocsin.answer;

import io.tocsin.access.AuditEntry.Outcome;
import io.tocsin.answer.AnsweredMessages.Answered;
import io.tocsin.answer.AnsweringPeople.AnsweringUser;
import io.tocsin.answer.plan.AnswerAction;
import io.tocsin.answer.plan.AnswerPlan;
import io.tocsin.contactpoint.ButtonTicket;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.Language;
import io.tocsin.contactpoint.answer.AnswerDesk;
import io.tocsin.contactpoint.answer.ChatReply;
import io.tocsin.contactpoint.answer.ChatRequest;
import io.tocsin.silence.SilenceRejectedException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Decides who answers, whether they may, and has it done. */
@Component
class ChatAnswers implements AnswerDesk {

    private static final Logger log = LoggerFactory.getLogger(ChatAnswers.class);

    private final ContactPoints contactPoints;
    private final AnsweringPeople people;
    private final AnsweredMessages answered;
    private final AnswerActions actions;
    private final AnswerAudit audit;
    private final MessageSource messages;
    private final Clock clock;
    private final AnswerBudget budget = new AnswerBudget();

    ChatAnswers(
            ContactPoints contactPoints,
            AnsweringPeople people,
            AnsweredMessages answered,
            AnswerActions actions,
            AnswerAudit audit,
            MessageSource messages,
            Clock clock) {
        this.contactPoints = contactPoints;
        this.people = people;
        this.answered = answered;
        this.actions = actions;
        this.audit = audit;
        this.messages = messages;
        this.clock = clock;
    }

    /** Whatever fails, the person is told so: a button that does nothing would be pressed again and again. */
    @Override
    public ChatReply answer(ChatRequest request) {
        try {
            return decide(request);
        } catch (RuntimeException e) {
            log.error("An answer from a chat failed: kind={}", request.kind(), e);
            List<ContactPoint> own = own(request);
            return ChatReply.toPerson(AnswerTexts.of(messages, language(Optional.empty(), own), ZoneId.systemDefault())
                    .say("answer.failed"));
        }
    }

    private List<ContactPoint> own(ChatRequest request) {
        return request.contactPoints().stream()
                .flatMap(name -> contactPoints.find(name).stream())
                .toList();
    }

    private ChatReply decide(ChatRequest request) {
        Instant at = clock.instant();
        List<ContactPoint> own = own(request);
        ZoneId zone = request.person().zone() == null
                ? ZoneId.systemDefault()
                : request.person().zone();
        AnswerAction action = new AnswerPlan(at, zone).of(request.ask());
        Optional<Answered> message = ticket(action).flatMap(ticket -> answered.find(ticket, own));
        AnswerTexts texts = AnswerTexts.of(messages, language(message, own), zone);
        if (!budget.take(request.kind() + "/" + request.person().id(), at)) {
            return ChatReply.toPerson(texts.say("answer.too-many"));
        }
        Optional<AnsweringUser> user = people.find(request.person(), own, at);
        if (user.isEmpty()) {
            audit.refused(request, action, "", at);
            return ChatReply.toPerson(
                    texts.say("answer.unknown", request.person().id(), "people"));
        }
        if (!user.get().role().includes(action.least())) {
            audit.refused(request, action, user.get().name(), at);
            return ChatReply.toPerson(texts.say(
                    "answer.role",
                    user.get().name(),
                    texts.say("role." + action.least().name())));
        }
        if (ticket(action).isPresent() && message.isEmpty()) {
            return ChatReply.toPerson(texts.say("answer.forgotten"));
        }
        return act(new AnswerActions.Asking(request, user.get(), message, texts, at), action);
    }

    private ChatReply act(AnswerActions.Asking asking, AnswerAction action) {
        try {
            AnswerActions.Done done = actions.act(asking, action);
            if (done.isChange()) {
                audit.record(asking.request(), action, asking.user().name(), done.detail(), Outcome.DONE, asking.at());
            }
            return done.reply();
        } catch (SilenceRejectedException e) {
            audit.refused(asking.request(), action, asking.user().name(), asking.at());
            return ChatReply.toPerson(asking.texts().say("answer.silence.refused", String.valueOf(e.getMessage())));
        }
    }

    private static Language language(Optional<Answered> message, List<ContactPoint> own) {
        return message.map(Answered::contactPoint)
                .or(() -> own.stream().findFirst())
                .map(ContactPoint::language)
                .orElse(Language.EN);
    }

    private static Optional<ButtonTicket> ticket(AnswerAction action) {
        if (action instanceof AnswerAction.OfMessage ofMessage) {
            return Optional.of(ofMessage.ticket());
        }
        return Optional.empty();
    }
}
