package io.tocsin.evaluation.replay;

import io.tocsin.datasource.DataSources;

/**
 * The data sources as backtests ask them: with circuit breakers and bounds of their own. A heavy question about the past
 * must neither hold up live evaluation nor make its data source look as if it failed.
 */
public record PastDataSources(DataSources all) {}
