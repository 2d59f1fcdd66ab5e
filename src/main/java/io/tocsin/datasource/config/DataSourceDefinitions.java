package io.tocsin.datasource.config;

import io.tocsin.datasource.DataSourceName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The data sources as the settings and the file of data sources say now.
 *
 * @param all those that can be asked, in order
 * @param notInForce for each entry whose present version is not in force: why; one that is among {@code all} goes on with
 *     its last good version
 * @param defaultSource the data source of rules that name none; null: there is none
 * @param problems everything that is wrong with the file
 * @param state what the problems mean
 */
public record DataSourceDefinitions(
        List<DataSourceDefinition> all,
        Map<String, String> notInForce,
        @Nullable DataSourceName defaultSource,
        List<String> problems,
        State state) {

    /** How the file is. */
    public enum State {
        /** At least something of it is in force, or there is none. */
        USABLE,
        /** Nothing of it is in force, and it was like that at the start. */
        UNUSABLE_SINCE_START,
        /** Nothing of it is in force. */
        UNUSABLE
    }

    public DataSourceDefinitions {
        all = List.copyOf(all);
        notInForce = Collections.unmodifiableMap(new LinkedHashMap<>(notInForce));
        problems = List.copyOf(problems);
    }

    /** {@link DataSourceName#DEFAULT} finds the default one whatever its name is. */
    public Optional<DataSourceDefinition> find(DataSourceName name) {
        DataSourceName real = resolve(name);
        return all.stream().filter(definition -> definition.name().equals(real)).findFirst();
    }

    /** The real name of the default data source for {@link DataSourceName#DEFAULT}, else the name itself. */
    public DataSourceName resolve(DataSourceName name) {
        return name.equals(DataSourceName.DEFAULT) && defaultSource != null ? defaultSource : name;
    }

    /** Why it cannot be asked at all; empty when it can, or when nothing is known of the name. */
    public Optional<String> disabledBecause(DataSourceName name) {
        return find(name).isPresent()
                ? Optional.empty()
                : Optional.ofNullable(notInForce.get(resolve(name).value()));
    }

    /** Names of all entries, disabled ones too, in order. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        all.forEach(definition -> names.add(definition.name().value()));
        names.addAll(notInForce.keySet());
        return names;
    }

    /** What rules may name, {@code default} included when there is one; null while the file cannot be read at all. */
    public @Nullable Set<String> namesForRules() {
        if (state != State.USABLE && names().isEmpty()) {
            return null;
        }
        Set<String> names = names();
        if (defaultSource != null) {
            names.add(DataSourceName.DEFAULT.value());
        }
        return names;
    }

    /** Whether the data source exists and is asked in LogQL. */
    public boolean speaksLogql(String dataSource) {
        return find(new DataSourceName(dataSource))
                .map(definition -> definition.type() != DataSourceType.PROMETHEUS)
                .orElse(false);
    }
}
