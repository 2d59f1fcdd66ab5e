/** From event to outbox: groups alerts, decides, composes messages and enqueues deliveries. */
@NullMarked
package io.tocsin.dispatch;

import org.jspecify.annotations.NullMarked;
