package io.tocsin.datasource.config;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.config.DataSourceDefinitions.State;
import io.tocsin.datasource.http.BasicAuth;
import io.tocsin.datasource.http.HttpSettings;
import io.tocsin.datasource.http.TlsSettings;
import io.tocsin.secret.Secret;
import io.tocsin.start.CannotStartException;
import io.tocsin.yaml.EnvironmentLookup;
import io.tocsin.yaml.FileProblem;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All data sources that the settings and the file of data sources define, read anew while the process runs. The settings'
 * Loki is the default one; without it, the file's data source named {@code default} or marked {@code default: true}, or its
 * only one. The embedded log store is the default one when nothing else is configured. What is wrong with an entry of the
 * file concerns that one only: its last good version stays, and without one it is disabled.
 */
public final class DataSourceCatalog {

    private static final Logger log = LoggerFactory.getLogger(DataSourceCatalog.class);

    private final DataSourceProperties properties;
    private final EnvironmentLookup environment;
    private final Optional<DataSourceDefinition> loki;
    private volatile DataSourceDefinitions current;

    /**
     * Reads the settings and the file.
     *
     * @param environment where the file's {@code ${NAME}} are looked up
     * @throws CannotStartException if a setting is wrong; the message names it
     */
    public DataSourceCatalog(DataSourceProperties properties, EnvironmentLookup environment) {
        this.properties = properties;
        this.environment = environment;
        this.loki = loki(properties);
        DataSourceDefinitions nothing = new DataSourceDefinitions(List.of(), Map.of(), null, List.of(), State.USABLE);
        this.current = read(nothing, true);
        tell(nothing, current);
    }

    public DataSourceDefinitions current() {
        return current;
    }

    /** The file of data sources; it need not exist. */
    public String file() {
        return properties.datasourcesFile();
    }

    /** Whether something is different now. Blocks on the file system. */
    public synchronized boolean reload() {
        DataSourceDefinitions before = current;
        DataSourceDefinitions now = read(before, false);
        if (now.equals(before)) {
            return false;
        }
        current = now;
        tell(before, now);
        return true;
    }

    private DataSourceDefinitions read(DataSourceDefinitions before, boolean isStart) {
        Optional<DataSourcesFile.Result> file = readFile();
        if (file.isEmpty()) {
            DataSourceDefinition only = loki.orElseGet(() -> embedded(properties));
            return new DataSourceDefinitions(List.of(only), Map.of(), only.name(), List.of(), State.USABLE);
        }
        DataSourcesFile.Result result = file.get();
        Map<String, DataSourceDefinition> inForce = new LinkedHashMap<>();
        Map<String, String> notInForce = new LinkedHashMap<>();
        loki.ifPresent(definition -> inForce.put(definition.name().value(), definition));
        for (String name : entries(result, before)) {
            Optional<String> why = whyNot(name, result);
            DataSourceDefinition good = result.definitions().get(name);
            if (why.isEmpty() && good != null) {
                inForce.put(name, good);
                continue;
            }
            notInForce.put(name, why.orElse("it cannot be read"));
            if (!isOfSettings(name)) {
                before.all().stream()
                        .filter(definition -> definition.name().value().equals(name))
                        .findFirst()
                        .ifPresent(definition -> inForce.put(name, definition));
            }
        }
        if (inForce.isEmpty() && notInForce.isEmpty() && !result.isUnreadable()) {
            inForce.put(DataSourceName.DEFAULT.value(), embedded(properties));
        }
        List<String> problems =
                result.problems().stream().map(FileProblem::toString).toList();
        return new DataSourceDefinitions(
                List.copyOf(inForce.values()),
                notInForce,
                defaultSource(inForce, notInForce, result, before),
                problems,
                state(inForce, problems, before, isStart));
    }

    /** Those of the file, or, when nothing can be said of single entries, those that were there. */
    private static Set<String> entries(DataSourcesFile.Result result, DataSourceDefinitions before) {
        if (!result.isUnreadable()) {
            Set<String> names = new LinkedHashSet<>(result.definitions().keySet());
            names.addAll(result.notUsable().keySet());
            return names;
        }
        Set<String> names = before.names();
        before.all().stream()
                .filter(definition -> definition.type() == DataSourceType.EMBEDDED)
                .forEach(definition -> names.remove(definition.name().value()));
        return names;
    }

    private Optional<String> whyNot(String name, DataSourcesFile.Result result) {
        if (result.isUnreadable()) {
            return Optional.of(result.problems().get(0).toString());
        }
        if (isOfSettings(name)) {
            return Optional.of("TOCSIN_LOKI_URL and " + file() + " both define the data source \"" + name
                    + "\"; the one of TOCSIN_LOKI_URL counts, remove one of them");
        }
        DataSourceDefinition good = result.definitions().get(name);
        if (good != null && good.type() == DataSourceType.EMBEDDED && loki.isPresent()) {
            return Optional.of("it is the embedded log store, which is off because TOCSIN_LOKI_URL is set");
        }
        return Optional.ofNullable(result.notUsable().get(name)).map(FileProblem::toString);
    }

    private boolean isOfSettings(String name) {
        return loki.filter(definition -> definition.name().value().equals(name)).isPresent();
    }

    private @Nullable DataSourceName defaultSource(
            Map<String, DataSourceDefinition> inForce,
            Map<String, String> notInForce,
            DataSourcesFile.Result result,
            DataSourceDefinitions before) {
        if (result.isUnreadable() && loki.isEmpty()) {
            return before.defaultSource();
        }
        Set<String> names = new LinkedHashSet<>(inForce.keySet());
        names.addAll(notInForce.keySet());
        if (names.contains(DataSourceName.DEFAULT.value())) {
            return DataSourceName.DEFAULT;
        }
        Optional<String> only = names.stream().filter(name -> names.size() == 1).findFirst();
        return result.markedDefault().or(() -> only).map(DataSourceName::new).orElse(null);
    }

    private State state(
            Map<String, DataSourceDefinition> inForce,
            List<String> problems,
            DataSourceDefinitions before,
            boolean isStart) {
        if (problems.isEmpty() || inForce.size() > (loki.isPresent() ? 1 : 0)) {
            return State.USABLE;
        }
        return isStart || before.state() == State.UNUSABLE_SINCE_START ? State.UNUSABLE_SINCE_START : State.UNUSABLE;
    }

    /** Empty when there is no file. */
    private Optional<DataSourcesFile.Result> readFile() {
        String name = properties.datasourcesFile();
        if (name.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(DataSourcesFile.parse(Files.readString(Path.of(name)), name, environment));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            String why = "the file cannot be read by the user \"" + System.getProperty("user.name", "?") + "\" ("
                    + e.getClass().getSimpleName() + ")";
            FileProblem problem = new FileProblem(name, 1, 1, why);
            return Optional.of(new DataSourcesFile.Result(Map.of(), Map.of(), Optional.empty(), List.of(problem)));
        }
    }

    private static void tell(DataSourceDefinitions before, DataSourceDefinitions now) {
        now.problems().stream()
                .filter(problem -> !before.problems().contains(problem))
                .forEach(problem -> log.error("{}", problem));
        log.info(
                "Data sources: in_force={} not_in_force={} default={}",
                now.all().stream()
                        .map(definition -> definition.name() + "("
                                + definition.type().name().toLowerCase(java.util.Locale.ROOT) + ")")
                        .toList(),
                now.notInForce().keySet(),
                now.defaultSource() == null ? "none" : now.defaultSource());
    }

    private static Optional<DataSourceDefinition> loki(DataSourceProperties properties) {
        if (properties.lokiUrl().isBlank()) {
            return Optional.empty();
        }
        try {
            HttpSettings http = new HttpSettings(
                    BaseUrl.parse(properties.lokiUrl()),
                    properties.lokiTenant().isBlank() ? null : properties.lokiTenant(),
                    basicAuth(properties),
                    present(properties.lokiToken()).orElse(null),
                    Map.of(),
                    TlsSettings.DEFAULT,
                    HttpSettings.RequestLimits.of(
                            HttpSettings.RequestLimits.DEFAULT.connectTimeout(), properties.lokiTimeout()));
            return Optional.of(new DataSourceDefinition(
                    DataSourceName.DEFAULT,
                    DataSourceType.LOKI,
                    http,
                    properties.lokiTimeout(),
                    properties.lokiMaxConcurrent()));
        } catch (URISyntaxException e) {
            throw new CannotStartException(
                    "TOCSIN_LOKI_URL is \"" + BaseUrl.shown(properties.lokiUrl()) + "\": it " + e.getReason(),
                    "correct it, or remove it to use the embedded log store",
                    e);
        }
    }

    private static @Nullable BasicAuth basicAuth(DataSourceProperties properties) {
        if (properties.lokiUser().isBlank()) {
            return null;
        }
        if (present(properties.lokiToken()).isPresent()) {
            throw new CannotStartException(
                    "TOCSIN_LOKI_USER and TOCSIN_LOKI_TOKEN exclude each other", "remove one of them");
        }
        return new BasicAuth(
                properties.lokiUser(), present(properties.lokiPassword()).orElse(new Secret("")));
    }

    private static Optional<Secret> present(@Nullable Secret secret) {
        return Optional.ofNullable(secret).filter(value -> !value.isEmpty());
    }

    private static DataSourceDefinition embedded(DataSourceProperties properties) {
        return new DataSourceDefinition(
                DataSourceName.DEFAULT,
                DataSourceType.EMBEDDED,
                null,
                properties.lokiTimeout(),
                properties.lokiMaxConcurrent());
    }
}
