/** The page of what fires, recovers or pends now: filtered, grouped, and page by page. */
@NullMarked
package io.tocsin.web.alerts;

import org.jspecify.annotations.NullMarked;
