/** What data sources over HTTP share: the client, its limits, transport failures and the JSON of answers. */
@NullMarked
package io.tocsin.datasource.http;

import org.jspecify.annotations.NullMarked;
