/** Alerting rules as values, and the parsing of rule files with positions. */
@NullMarked
package io.tocsin.rule;

import org.jspecify.annotations.NullMarked;
