/** What every store needs to talk to both databases alike. */
@NullMarked
package io.tocsin.database;

import org.jspecify.annotations.NullMarked;
