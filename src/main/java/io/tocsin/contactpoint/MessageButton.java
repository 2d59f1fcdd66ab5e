package io.tocsin.contactpoint;

import java.util.Arrays;
import java.util.Optional;

/** What people can answer with one press, in the order in which it is shown. */
public enum MessageButton {
    ACKNOWLEDGE("ack"),
    SILENCE_1H("silence-1h"),
    SILENCE_4H("silence-4h"),
    SILENCE_TO_MORNING("silence-9"),
    WHY("why"),
    LINES("lines");

    private final String word;

    MessageButton(String word) {
        this.word = word;
    }

    /** How the button is called in a payload; never changes, because old messages keep their buttons. */
    public String word() {
        return word;
    }

    public static Optional<MessageButton> of(String word) {
        return Arrays.stream(values())
                .filter(button -> button.word.equals(word))
                .findFirst();
    }

    /** Whether it keeps alerts from being told; such an answer needs a greater role. */
    public boolean isMuting() {
        return switch (this) {
            case ACKNOWLEDGE, SILENCE_1H, SILENCE_4H, SILENCE_TO_MORNING -> true;
            case WHY, LINES -> false;
        };
    }
}
