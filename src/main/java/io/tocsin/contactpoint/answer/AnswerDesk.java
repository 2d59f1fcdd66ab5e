package io.tocsin.contactpoint.answer;

/** Acts on what people answer, and says what to tell them. */
public interface AnswerDesk {

    /** Blocks. The same event acts once, on whichever replica it arrives. */
    ChatReply answer(ChatRequest request);
}
