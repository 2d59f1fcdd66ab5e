/** What Slack and Discord would show of a payload, as values that the pages can print without trusting it. */
@NullMarked
package io.tocsin.web.chat;

import org.jspecify.annotations.NullMarked;
