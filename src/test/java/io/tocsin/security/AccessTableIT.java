package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.RunningTocsin;
import io.tocsin.access.Role;
import io.tocsin.security.AccessTable.AccessRow;
import io.tocsin.security.AccessTable.Least;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.handler.AbstractUrlHandlerMapping;
import org.springframework.web.reactive.result.method.AbstractHandlerMethodMapping;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.util.pattern.PathPattern;
import reactor.core.publisher.Mono;

/** Every route with every method for every kind of caller, with and without the token of forms; and that no route is forgotten. */
class AccessTableIT {

    private static final List<HttpMethod> METHODS = List.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.OPTIONS,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE);

    @TempDir
    static Path home;

    private static RunningTocsin tocsin;
    private static RawHttp http;
    private static List<AccessCallers.Caller> callers;

    @BeforeAll
    static void start() {
        tocsin = RunningTocsin.start(home, Map.of());
        http = new RawHttp(tocsin.port());
        callers = AccessCallers.all(tocsin, http, "");
    }

    @AfterAll
    static void stop() {
        tocsin.close();
    }

    /** Who tries a method that a route does not have, which is refused before anybody asks who calls, and HEAD, which is GET. */
    enum Others {
        ALL,
        NOBODY,
        /** One for each method of each route, each of them for a share; and so does who may do more than a route asks for. */
        IN_TURN
    }

    @Test
    void everyRouteAnswersEveryCallerAsTheTableSays() {
        assertThat(wrong(http, callers, Others.IN_TURN)).isEmpty();
    }

    /** Everybody with every method, also with those that a route does not have; it takes minutes. */
    @Test
    @Tag("soak")
    void everyRouteAnswersEveryMethodOfEveryCallerAsTheTableSays() {
        assertThat(wrong(http, callers, Others.ALL)).isEmpty();
    }

    /**
     * What is not as the table says.
     *
     * @param others who tries the methods that a route does not have, and HEAD
     */
    static List<String> wrong(RawHttp http, List<AccessCallers.Caller> callers, Others others) {
        List<String> wrong = new ArrayList<>();
        Random turns = new Random(1);
        for (AccessRow row : AccessTable.STANDARD.rows()) {
            for (HttpMethod method : METHODS) {
                boolean isForAll = others == Others.ALL || row.methods().contains(method) && method != HttpMethod.HEAD;
                List<AccessCallers.Caller> turn =
                        others == Others.NOBODY ? List.of() : List.of(callers.get(turns.nextInt(callers.size())));
                Set<AccessCallers.Caller> asking = new LinkedHashSet<>(turn);
                if (isForAll) {
                    asking.addAll(others == Others.IN_TURN ? atTheBoundary(row, callers) : callers);
                }
                asking.forEach(caller -> wrong.addAll(caller.check(http, method, AccessCallers.path(row.pattern()))));
            }
        }
        return wrong;
    }

    /** Everybody who may not, or has no role; and of the people and the programs who may, the one with the fewest rights. */
    private static List<AccessCallers.Caller> atTheBoundary(AccessRow row, List<AccessCallers.Caller> callers) {
        Set<Boolean> kindsThatMay = new HashSet<>();
        return callers.stream()
                .filter(caller -> !mayByRole(row, caller) || kindsThatMay.add(caller.isProgram()))
                .toList();
    }

    private static boolean mayByRole(AccessRow row, AccessCallers.Caller caller) {
        Role role = caller.role();
        return role != null && row.least().role().map(role::includes).orElse(true);
    }

    @Test
    void whatIsNoRouteIsDeniedToEverybody() {
        List<String> wrong = new ArrayList<>();

        for (String path : List.of("/nothing", "/users/ann/secrets", "/api/nothing", "/actuator/env", "/webjars")) {
            for (HttpMethod method : METHODS) {
                for (AccessCallers.Caller caller : callers) {
                    wrong.addAll(caller.check(http, method, path));
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void everyRouteHasARow() {
        Map<String, Set<HttpMethod>> missing = new LinkedHashMap<>();

        routes().forEach((pattern, methods) -> methods.stream()
                .filter(method -> !isInTable(pattern, method))
                .forEach(method -> missing.computeIfAbsent(
                                pattern, p -> new TreeSet<>((a, b) -> a.name().compareTo(b.name())))
                        .add(method)));

        assertThat(missing).isEmpty();
    }

    /** A route of its own row, or, below a row with a wildcard, one that this row is meant for. */
    private static boolean isInTable(String pattern, HttpMethod method) {
        return AccessTable.STANDARD.rows().stream()
                .filter(row -> row.methods().contains(method))
                .anyMatch(row -> row.pattern().getPatternString().equals(pattern)
                        || row.pattern().getPatternString().endsWith("/**")
                                && row.pattern().matches(PathContainer.parsePath(pattern.replaceAll("[{}*]", "x"))));
    }

    /** What the server can answer: of controllers, of functional routes, of other handlers. */
    private static Map<String, Set<HttpMethod>> routes() {
        Map<String, Set<HttpMethod>> found = new LinkedHashMap<>();
        for (AbstractHandlerMethodMapping<?> mapping : tocsin.beans(AbstractHandlerMethodMapping.class)) {
            mapping.getHandlerMethods().keySet().forEach(key -> {
                RequestMappingInfo info = (RequestMappingInfo) key;
                for (PathPattern pattern : info.getPatternsCondition().getPatterns()) {
                    Set<HttpMethod> methods = new TreeSet<>((a, b) -> a.name().compareTo(b.name()));
                    info.getMethodsCondition().getMethods().forEach(method -> methods.add(method.asHttpMethod()));
                    found.computeIfAbsent(
                                    pattern.getPatternString(),
                                    p -> new TreeSet<>((a, b) -> a.name().compareTo(b.name())))
                            .addAll(methods.isEmpty() ? METHODS : methods);
                }
            });
        }
        for (AbstractUrlHandlerMapping mapping : tocsin.beans(AbstractUrlHandlerMapping.class)) {
            mapping.getHandlerMap().keySet().forEach(pattern -> {
                // Files of the class path: the table opens folders, and the rest of this pattern is denied.
                if (!pattern.getPatternString().equals("/**")) {
                    found.computeIfAbsent(
                                    pattern.getPatternString(),
                                    p -> new TreeSet<>((a, b) -> a.name().compareTo(b.name())))
                            .add(HttpMethod.GET);
                }
            });
        }
        RouteNames names = new RouteNames();
        tocsin.beans(RouterFunction.class).forEach(routes -> ((RouterFunction<?>) routes).accept(names));
        names.paths.forEach(path -> found.computeIfAbsent(
                        path, p -> new TreeSet<>((a, b) -> a.name().compareTo(b.name())))
                .add(HttpMethod.GET));
        return found;
    }

    private static final class RouteNames implements RouterFunctions.Visitor {

        private final Set<String> paths = new TreeSet<>();

        @Override
        public void startNested(RequestPredicate predicate) {}

        @Override
        public void endNested(RequestPredicate predicate) {}

        @Override
        public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
            Stream.of(predicate.toString().split("[^A-Za-z0-9/{}*_.-]+"))
                    .filter(part -> part.startsWith("/"))
                    .forEach(paths::add);
        }

        @Override
        public void resources(Function<ServerRequest, Mono<Resource>> lookup) {}

        @Override
        public void attributes(Map<String, Object> attributes) {}

        @Override
        public void unknown(RouterFunction<?> routes) {}
    }

    @Test
    void theTableNamesEachRoleByWhatItMay() {
        for (Role role : Role.values()) {
            assertThat(role.includes(Role.INGEST))
                    .as(role.name().toLowerCase(Locale.ROOT))
                    .isEqualTo(role == Role.INGEST || role == Role.ADMIN);
        }
        assertThat(AccessTable.STANDARD.rows()).extracting(AccessRow::least).contains(Least.values());
    }
}
