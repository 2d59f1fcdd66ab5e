/** Go's text/template, with the functions of Loki for log lines, and of Prometheus and Alertmanager for texts of alerts. */
@NullMarked
package io.tocsin.gotemplate;

import org.jspecify.annotations.NullMarked;
