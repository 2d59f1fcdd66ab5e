/** Policies, grouping and the decision whether to notify. */
@NullMarked
package io.tocsin.notification;

import org.jspecify.annotations.NullMarked;
