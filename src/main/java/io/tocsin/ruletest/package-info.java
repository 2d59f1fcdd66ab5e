/**
 * Tests of rules: log lines go in, and what fires, what expressions say and what messages read comes out. A simulated clock
 * drives the evaluation, routing and rendering of the running gateway.
 */
@NullMarked
package io.tocsin.ruletest;

import org.jspecify.annotations.NullMarked;
