/** What the rules ask: from a rule's expression to the data source's answer, each question once and within a time limit. */
@NullMarked
package io.tocsin.evaluation.query;

import org.jspecify.annotations.NullMarked;
