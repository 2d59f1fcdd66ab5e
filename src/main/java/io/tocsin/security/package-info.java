/** Who may do what: login, bearer token, headers. */
@NullMarked
package io.tocsin.security;

import org.jspecify.annotations.NullMarked;
