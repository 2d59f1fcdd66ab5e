/** What Tocsin's stores take on the disk, and how much of the disk is left. */
@NullMarked
package io.tocsin.storage;

import org.jspecify.annotations.NullMarked;
