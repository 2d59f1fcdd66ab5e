/** All rules, and all of one rule: its text, its values, what it did, and whom it told. */
@NullMarked
package io.tocsin.web.rules;

import org.jspecify.annotations.NullMarked;
