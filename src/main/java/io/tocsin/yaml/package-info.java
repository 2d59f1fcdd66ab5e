/** Reads YAML as nodes that know their place in the file; what is wrong is collected, and reading goes on. */
@NullMarked
package io.tocsin.yaml;

import org.jspecify.annotations.NullMarked;
