/** A generic JSON webhook in Alertmanager's payload format. */
@NullMarked
package io.tocsin.contactpoint.webhook;

import org.jspecify.annotations.NullMarked;
