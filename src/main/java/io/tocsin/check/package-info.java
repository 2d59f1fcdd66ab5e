/** What is wrong with the files of an installation, found without running it. */
@NullMarked
package io.tocsin.check;

import org.jspecify.annotations.NullMarked;
