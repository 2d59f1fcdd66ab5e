/** What pages show of dispatch. */
@NullMarked
package io.tocsin.dispatch.view;

import org.jspecify.annotations.NullMarked;
