package io.tocsin.datasource;

/** What a query cost the data source; zeros when it did not say. */
public record QueryStatistics(long bytesProcessed, long linesProcessed) {

    public static final QueryStatistics NONE = new QueryStatistics(0, 0);
}
