package io.tocsin.web.chat;

import org.jspecify.annotations.Nullable;

/**
 * A message before it is sent, as its contact point would show it.
 *
 * @param service {@code slack} or {@code discord}; the style of the picture
 * @param view null when the target is no chat; then only the JSON can be shown
 * @param json what would be posted, indented
 * @param codePoints how much text it holds
 * @param maxCodePoints how much the service takes
 */
public record ChatPreview(String service, @Nullable ChatView view, String json, int codePoints, int maxCodePoints) {}
