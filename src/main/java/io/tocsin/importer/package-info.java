/** From the configuration of other programs to files of Tocsin. Nothing is dropped in silence. Reads and writes no files. */
@NullMarked
package io.tocsin.importer;

import org.jspecify.annotations.NullMarked;
