/** The port to a chat service, and the contact points that are configured. */
@NullMarked
package io.tocsin.contactpoint;

import org.jspecify.annotations.NullMarked;
