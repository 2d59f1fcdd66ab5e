package io.tocsin.yaml;

import org.jspecify.annotations.Nullable;

/** Gives an environment variable's value, or null when it is not defined. */
@FunctionalInterface
public interface EnvironmentLookup {

    @Nullable
    String get(String name);
}
