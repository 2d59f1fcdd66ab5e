/** Rules of ElastAlert, which look into Elasticsearch, as rules that look into Loki. */
@NullMarked
package io.tocsin.importer.elastalert;

import org.jspecify.annotations.NullMarked;
