/** Recording rules: what they yield, kept for scraping and written on. */
@NullMarked
package io.tocsin.evaluation.recording;

import org.jspecify.annotations.NullMarked;
