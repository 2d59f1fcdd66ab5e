/** The pages on which people look after contact points: state, preview, test, and those made in the page. */
@NullMarked
package io.tocsin.web.contactpoints;

import org.jspecify.annotations.NullMarked;
