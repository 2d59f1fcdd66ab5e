/** What the renderers of all channels share: plain texts in two languages, cleaning, and fitting into a budget. */
@NullMarked
package io.tocsin.contactpoint.render;

import org.jspecify.annotations.NullMarked;
