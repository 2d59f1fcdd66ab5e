/** Slack: rendering, escaping, limits and errors. */
@NullMarked
package io.tocsin.contactpoint.slack;

import org.jspecify.annotations.NullMarked;
