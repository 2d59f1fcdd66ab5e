package io.tocsin.datasource.config;

/** The kinds of data source, as {@code type:} names them in lower case. */
public enum DataSourceType {
    LOKI,
    PROMETHEUS,
    EMBEDDED
}
