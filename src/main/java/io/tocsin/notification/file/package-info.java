/** Reads a policies file in Alertmanager's words into {@link io.tocsin.notification.Policies}. */
@NullMarked
package io.tocsin.notification.file;

import org.jspecify.annotations.NullMarked;
