package io.tocsin.contactpoint.answer;

import io.tocsin.contactpoint.ButtonTicket;
import io.tocsin.contactpoint.MessageButton;

/** What a person wants. */
public sealed interface ChatAsk {

    /** A button under a message was pressed. */
    record ButtonPressed(MessageButton button, ButtonTicket ticket) implements ChatAsk {}

    /** The slash command was typed. */
    record CommandTyped(String text) implements ChatAsk {}
}
