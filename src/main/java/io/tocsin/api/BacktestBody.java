package io.tocsin.api;

import org.jspecify.annotations.Nullable;

/**
 * What to try: either {@code rules}, the text of a rule file, or {@code file}, {@code group} and maybe {@code rule} of
 * rules that are loaded.
 *
 * @param file with {@code rules}: the name under which slots are laid out; the name of the loaded file otherwise
 * @param start a time as in 2026-11-21T10:00:00Z; a day before the end when absent
 * @param end now when absent
 * @param datasource asked instead of the groups' own
 */
record BacktestBody(
        @Nullable String rules,
        @Nullable String file,
        @Nullable String group,
        @Nullable String rule,
        @Nullable String start,
        @Nullable String end,
        @Nullable String datasource) {}
