package io.tocsin.datasource;

/** The name of a configured data source, as rule files refer to it in {@code datasource:}. */
public record DataSourceName(String value) {

    /** The data source of rules that name none. */
    public static final DataSourceName DEFAULT = new DataSourceName("default");

    public DataSourceName {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a data source name must not be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
