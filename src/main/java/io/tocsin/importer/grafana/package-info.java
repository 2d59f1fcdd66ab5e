/** Grafana's alerting, as it is provisioned and exported, as files of Tocsin. */
@NullMarked
package io.tocsin.importer.grafana;

import org.jspecify.annotations.NullMarked;
