package io.tocsin.web.logs;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryOrigin;
import io.tocsin.datasource.QueryResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The labels that log streams really have, for pages that offer them. Nothing blocks. */
@Component
public final class StreamLabels {

    /** By which of its labels people call a service, and a machine; the first that exists counts. */
    private static final List<String> SERVICES =
            List.of("job", "service_name", "service", "app", "container", "compose_service", "filename");

    private static final List<String> HOSTS = List.of("host", "hostname", "instance", "node", "pod");
    private static final String USUAL_NAME = "[a-zA-Z_][a-zA-Z0-9_]*";

    private final DataSources sources;
    private final Clock clock;

    StreamLabels(DataSources sources, Clock clock) {
        this.sources = sources;
        this.clock = clock;
    }

    /**
     * What the streams of a data source are called.
     *
     * @param names all label names
     * @param service the label that names a service; empty when there is no stream
     * @param host the label that names a machine; empty when none does
     * @param services values of the service label
     * @param failure why the data source does not answer; empty when it does
     */
    public record FoundLabels(List<String> names, String service, String host, List<String> services, String failure) {

        public static final FoundLabels NONE = new FoundLabels(List.of(), "", "", List.of(), "");

        public FoundLabels {
            names = List.copyOf(names);
            services = List.copyOf(services);
        }

        /** Those to group alerts by. */
        public List<String> groups() {
            return java.util.stream.Stream.of(service, host)
                    .filter(name -> !name.isEmpty())
                    .toList();
        }
    }

    /** Empty names when the data source has no stream in the period before now, has none at all, or does not answer. */
    public Mono<FoundLabels> find(DataSourceName source, Duration period) {
        Instant now = clock.instant();
        return find(source, now.minus(period), now);
    }

    /** The same of a part of the past. */
    Mono<FoundLabels> find(DataSourceName source, Instant from, Instant to) {
        AskedPeriod period = new AskedPeriod(from, to);
        return ask(source, period, (querier, window) -> querier.labelNames(window.from(), window.to()))
                .flatMap(answer -> {
                    List<String> names = usual(orNone(answer));
                    String service = first(SERVICES, names).orElse(names.isEmpty() ? "" : names.get(0));
                    String host = first(HOSTS, names).orElse("");
                    return service.isEmpty()
                            ? Mono.just(new FoundLabels(names, service, host, List.of(), failure(answer)))
                            : values(source, service, period)
                                    .map(values -> new FoundLabels(names, service, host, values, ""));
                });
    }

    /** That there are no labels says nothing about a data source that was not reached. */
    private static String failure(QueryResult<List<String>> answer) {
        return answer instanceof QueryResult.Failure<List<String>> failed
                        && failed.reason().concernsDataSource()
                ? failed.message()
                : "";
    }

    /** Empty when there are none, or the data source does not answer. */
    private Mono<List<String>> values(DataSourceName source, String name, AskedPeriod period) {
        return ask(source, period, (querier, window) -> querier.labelValues(name, window.from(), window.to()))
                .map(StreamLabels::orNone);
    }

    private record AskedPeriod(Instant from, Instant to) {}

    private Mono<QueryResult<List<String>>> ask(
            DataSourceName source,
            AskedPeriod period,
            BiFunction<Querier, AskedPeriod, Mono<QueryResult<List<String>>>> question) {
        return sources.find(source)
                .map(querier -> question.apply(querier, period))
                .orElseGet(() -> Mono.just(new QueryResult.Failure<>(QueryFailure.BAD_QUERY, "no such data source")))
                .contextWrite(QueryOrigin.ofPerson("page:labels").asContext());
    }

    private static List<String> orNone(QueryResult<List<String>> result) {
        return result instanceof QueryResult.Success<List<String>> success ? success.value() : List.of();
    }

    /** Names that an expression can hold as they are. */
    private static List<String> usual(List<String> names) {
        return names.stream()
                .filter(name -> name.matches(USUAL_NAME) && !name.startsWith("__"))
                .toList();
    }

    private static Optional<String> first(List<String> wanted, List<String> names) {
        return wanted.stream().filter(names::contains).findFirst();
    }
}
