/** The page on which people try a changed rule file: checked, evaluated, tested on the past, and handed back as a diff. */
@NullMarked
package io.tocsin.web.drafts;

import org.jspecify.annotations.NullMarked;
