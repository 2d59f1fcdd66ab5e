/** The documents as tests see them: what they say is compared with what the program does. */
@NullMarked
package io.tocsin.documents;

import org.jspecify.annotations.NullMarked;
