/** What texts of one's own may say, and how they would look. */
@NullMarked
package io.tocsin.web.templates;

import org.jspecify.annotations.NullMarked;
