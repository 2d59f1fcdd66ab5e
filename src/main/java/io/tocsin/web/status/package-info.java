/** How Tocsin itself is: its settings, its disks, its figures, and what it watches. */
@NullMarked
package io.tocsin.web.status;

import org.jspecify.annotations.NullMarked;
