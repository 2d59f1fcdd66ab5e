/** The command line: one class per command, each a thin shell. Commands that need no server start no Spring context. */
@NullMarked
package io.tocsin.cli;

import org.jspecify.annotations.NullMarked;
