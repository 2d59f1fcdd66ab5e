/** Contact points that are provisioned from a file: parsed with positions, watched, last good version kept. */
@NullMarked
package io.tocsin.contactpoint.file;

import org.jspecify.annotations.NullMarked;
