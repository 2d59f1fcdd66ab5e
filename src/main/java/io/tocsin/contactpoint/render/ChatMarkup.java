package io.tocsin.contactpoint.render;

import io.tocsin.template.Escaper;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/**
 * How a chat reads a text.
 *
 * @param escaper for every value in it
 * @param block makes a block of log lines
 * @param costInBlock how much of the room log lines take in such a block
 * @param room for the whole text
 */
public record ChatMarkup(Escaper escaper, UnaryOperator<String> block, ToIntFunction<String> costInBlock, int room) {}
