/** The port to a chat service, what it answers, and the contact points that are configured. */
@NullMarked
package io.tocsin.contactpoint;

import org.jspecify.annotations.NullMarked;
