/** JSON for programs: Prometheus-compatible rules and alerts, and Tocsin's own views. */
@NullMarked
package io.tocsin.api;

import org.jspecify.annotations.NullMarked;
