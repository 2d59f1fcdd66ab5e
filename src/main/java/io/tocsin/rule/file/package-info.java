/** Rule files on disk: loading, watching, and the catalog of the rules in force. */
@NullMarked
package io.tocsin.rule.file;

import org.jspecify.annotations.NullMarked;
