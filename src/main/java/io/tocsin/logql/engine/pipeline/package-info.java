/** The stages of a log pipeline: filters, parsers and formatters, working on bytes where they can. */
@NullMarked
package io.tocsin.logql.engine.pipeline;

import org.jspecify.annotations.NullMarked;
