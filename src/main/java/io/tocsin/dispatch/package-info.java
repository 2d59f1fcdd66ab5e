/**
 * From event to outbox: groups alerts, decides, composes messages and enqueues deliveries. {@link
 * io.tocsin.dispatch.NotificationPipeline} shows the whole way.
 */
@NullMarked
package io.tocsin.dispatch;

import org.jspecify.annotations.NullMarked;
