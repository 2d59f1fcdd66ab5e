/** The administrator's pages: users, and the audit log. */
@NullMarked
package io.tocsin.web.access;

import org.jspecify.annotations.NullMarked;
