/** How long each table keeps its rows, and the one job that deletes the others. */
@NullMarked
package io.tocsin.retention;

import org.jspecify.annotations.NullMarked;
