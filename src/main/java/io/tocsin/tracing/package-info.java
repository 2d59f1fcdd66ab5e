/** Spans of the gateway's work for an OpenTelemetry collector, when there is an address of one; without it nothing is made. */
@NullMarked
package io.tocsin.tracing;

import org.jspecify.annotations.NullMarked;
