package io.tocsin.datasource.config;

import org.jspecify.annotations.Nullable;

/** Gives an environment variable's value, or null when it is not defined. */
@FunctionalInterface
public interface EnvironmentLookup {

    @Nullable
    String get(String name);
}
