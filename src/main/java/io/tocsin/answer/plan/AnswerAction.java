package io.tocsin.answer.plan;

import io.tocsin.access.Role;
import io.tocsin.contactpoint.ButtonTicket;
import io.tocsin.label.LabelMatcher;
import java.time.Instant;
import java.util.List;

/** What is to be done for a person. */
public sealed interface AnswerAction {

    /** What the person must be allowed to do. */
    default Role least() {
        return Role.VIEWER;
    }

    /** In the audit log. */
    String word();

    /** Whether something is different when it is done. */
    default boolean isChange() {
        return least() != Role.VIEWER;
    }

    /** What is asked of one message. */
    sealed interface OfMessage extends AnswerAction {

        ButtonTicket ticket();
    }

    /** What not everybody may do who reads. */
    sealed interface OfResponders extends AnswerAction {

        @Override
        default Role least() {
            return Role.RESPONDER;
        }
    }

    /** Takes the firing alerts of a message in hand. */
    record AcknowledgeMessage(ButtonTicket ticket) implements OfMessage, OfResponders {

        @Override
        public String word() {
            return "acknowledge";
        }
    }

    /** Silences what a message is about. */
    record SilenceMessage(ButtonTicket ticket, Instant until) implements OfMessage, OfResponders {

        @Override
        public String word() {
            return "silence";
        }
    }

    /** Silences what matchers describe. */
    record SilenceMatching(List<LabelMatcher> matchers, Instant until, String comment) implements OfResponders {

        public SilenceMatching {
            matchers = List.copyOf(matchers);
        }

        @Override
        public String word() {
            return "silence";
        }
    }

    /** Says how a message came to be. */
    record ExplainMessage(ButtonTicket ticket) implements OfMessage {

        @Override
        public String word() {
            return "why";
        }
    }

    /** Shows all log lines that were found for a message. */
    record ShowLines(ButtonTicket ticket) implements OfMessage {

        @Override
        public String word() {
            return "lines";
        }
    }

    /** Lists what fires. */
    record ListAlerts(List<LabelMatcher> matchers) implements AnswerAction {

        public ListAlerts {
            matchers = List.copyOf(matchers);
        }

        @Override
        public String word() {
            return "alerts";
        }
    }

    /** Says what became of the alerts that matchers describe. */
    record ExplainMatching(List<LabelMatcher> matchers) implements AnswerAction {

        public ExplainMatching {
            matchers = List.copyOf(matchers);
        }

        @Override
        public String word() {
            return "explain";
        }
    }

    /** Mentions the person no more until then. */
    record MuteMentions(Instant until) implements AnswerAction {

        @Override
        public String word() {
            return "mute me";
        }
    }

    /** Says what can be asked. */
    record ShowHelp(String problem) implements AnswerAction {

        @Override
        public String word() {
            return "help";
        }
    }
}
