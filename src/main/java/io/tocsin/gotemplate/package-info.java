/** The templates of line_format and label_format: Go's text/template with Loki's functions. */
@NullMarked
package io.tocsin.gotemplate;

import org.jspecify.annotations.NullMarked;
