/** What all HTTP contact points share: the client, the host allow-list, outcome classes. */
@NullMarked
package io.tocsin.contactpoint.http;

import org.jspecify.annotations.NullMarked;
