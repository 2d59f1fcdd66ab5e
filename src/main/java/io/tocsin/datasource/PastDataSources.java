package io.tocsin.datasource;

/**
 * The data sources as backtests ask them: with circuit breakers and bounds of their own. A heavy question about the past
 * must neither hold up live evaluation nor make its data source look as if it failed.
 */
public record PastDataSources(DataSources all) {}
