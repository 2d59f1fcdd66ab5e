/** The web pages. */
@NullMarked
package io.tocsin.web;

import org.jspecify.annotations.NullMarked;
