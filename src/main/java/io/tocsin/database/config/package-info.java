/** Which database it is, how its connections are made, and what a start does when it cannot be used. */
@NullMarked
package io.tocsin.database.config;

import org.jspecify.annotations.NullMarked;
