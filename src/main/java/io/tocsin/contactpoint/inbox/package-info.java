/** The built-in Inbox that shows messages as a chat would. */
@NullMarked
package io.tocsin.contactpoint.inbox;

import org.jspecify.annotations.NullMarked;
