/** The way out over HTTP that data sources and contact points share. */
@NullMarked
package io.tocsin.http;

import org.jspecify.annotations.NullMarked;
