/** The command line of the same jar. */
@NullMarked
package io.tocsin.cli;

import org.jspecify.annotations.NullMarked;
