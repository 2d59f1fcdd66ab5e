/** Alertmanager's API v2, for amtool, karma, Grafana, and for programs that send alerts. */
@NullMarked
package io.tocsin.api.alertmanager;

import org.jspecify.annotations.NullMarked;
