package io.tocsin.contactpoint;

import io.tocsin.template.TextTemplate;
import org.jspecify.annotations.Nullable;

/**
 * Which messages a contact point gets, and how they look there.
 *
 * @param sendResolved whether a message that only tells of resolved alerts is sent
 * @param title the title's template; null: the built-in title
 * @param text the text's template; null: the built-in text
 * @param lines whether log lines are shown
 */
public record MessageStyle(
        boolean sendResolved,
        Mention mention,
        UpdateMode update,
        MessageGrouping grouping,
        Language language,
        @Nullable TextTemplate title,
        @Nullable TextTemplate text,
        LinesShown lines) {

    public static final MessageStyle DEFAULT = new MessageStyle(
            true, Mention.NONE, UpdateMode.NEW, MessageGrouping.GROUPED, Language.EN, null, null, LinesShown.ON);
}
