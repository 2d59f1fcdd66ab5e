/** What people answer in a chat: how it comes in, and the port to whoever acts on it. */
@NullMarked
package io.tocsin.contactpoint.answer;

import org.jspecify.annotations.NullMarked;
