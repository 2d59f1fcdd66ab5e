/** What commands found, as text for people, and as JSON, JUnit XML and GitHub annotations for programs. */
@NullMarked
package io.tocsin.cli.report;

import org.jspecify.annotations.NullMarked;
