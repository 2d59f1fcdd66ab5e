/** Which data sources exist: settings, the data sources file, and the beans made from them. */
@NullMarked
package io.tocsin.datasource.config;

import org.jspecify.annotations.NullMarked;
