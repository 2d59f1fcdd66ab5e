/** The door to LogQL: a query's text becomes a tree or a refusal in Loki's words. */
@NullMarked
package io.tocsin.logql;

import org.jspecify.annotations.NullMarked;
