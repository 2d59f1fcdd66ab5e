/** The demo profile: a source of realistic log lines. */
@NullMarked
package io.tocsin.demo;

import org.jspecify.annotations.NullMarked;
