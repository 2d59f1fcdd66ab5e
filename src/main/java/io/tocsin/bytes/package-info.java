/** Numbers, texts and labels in few bytes: what the log store's records and the history of evaluations are made of. */
@NullMarked
package io.tocsin.bytes;

import org.jspecify.annotations.NullMarked;
