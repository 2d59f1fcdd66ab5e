/** What messages show of one alert: its texts and links, the log lines behind it, and how its value went. */
@NullMarked
package io.tocsin.dispatch.evidence;

import org.jspecify.annotations.NullMarked;
