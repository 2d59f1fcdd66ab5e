package io.tocsin.message;

/**
 * How many alerts a message is about.
 *
 * @param firing how many alerts of the group fire now
 * @param resolved how many alerts this message tells as resolved
 * @param unlisted alerts of the group that the message does not list; channels print "+N more"
 */
public record MessageCounts(int firing, int resolved, int unlisted) {}
