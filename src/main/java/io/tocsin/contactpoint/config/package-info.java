/** Brings the contact points and their adapters together; the only package that knows all of them. */
@NullMarked
package io.tocsin.contactpoint.config;

import org.jspecify.annotations.NullMarked;
