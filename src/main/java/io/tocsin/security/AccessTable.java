package io.tocsin.security;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.OPTIONS;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import io.tocsin.access.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Who may do what: every route with what it needs. What is not in it is denied to everybody. Of several rows that match the
 * most specific one counts, as for the routes themselves; a row for GET is one for HEAD too.
 */
final class AccessTable {

    static final AccessTable STANDARD = standard();

    private final List<AccessRow> rows = new ArrayList<>();

    private AccessTable() {}

    /** What a request needs. */
    enum Least {
        /** Nothing. */
        OPEN,
        /** A chat service's signature; who pressed a button is found, and needs a role, behind it. */
        SIGNED,
        /** The role ingest; or nothing from a program on this machine. */
        INGEST_OR_LOCAL,
        /** The role viewer; or nothing from a program on this machine. */
        VIEWER_OR_LOCAL,
        VIEWER,
        RESPONDER,
        EDITOR,
        ADMIN;

        /** Empty: none is needed. */
        Optional<Role> role() {
            return switch (this) {
                case OPEN, SIGNED -> Optional.empty();
                case INGEST_OR_LOCAL -> Optional.of(Role.INGEST);
                case VIEWER, VIEWER_OR_LOCAL -> Optional.of(Role.VIEWER);
                case RESPONDER -> Optional.of(Role.RESPONDER);
                case EDITOR -> Optional.of(Role.EDITOR);
                case ADMIN -> Optional.of(Role.ADMIN);
            };
        }

        boolean isFreeForLocalPrograms() {
            return this == INGEST_OR_LOCAL || this == VIEWER_OR_LOCAL;
        }
    }

    /** Some routes and what they need. */
    record AccessRow(Set<HttpMethod> methods, PathPattern pattern, Least least) {}

    private static AccessTable standard() {
        AccessTable table = new AccessTable();
        table.addOpen();
        table.addPrograms();
        table.addPages();
        table.addChanges();
        table.addAdministration();
        return table;
    }

    private void addOpen() {
        // Editors fetch the schema of rule files, and programs the description of the API.
        get(Least.OPEN, "/actuator/health", "/actuator/health/**", "/login", "/wallboard/open");
        get(Least.OPEN, "/webjars/**", "/css/**", "/js/**");
        get(Least.OPEN, "/schema/**", "/openapi.yaml", "/favicon.svg");
        post(Least.OPEN, "/login", "/language", "/wallboard/open");
        post(Least.SIGNED, "/slack/interactions", "/slack/commands", "/discord/interactions");
    }

    private void addPrograms() {
        add(Set.of(GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS), Least.INGEST_OR_LOCAL, "/loki/api/v1/push");
        // Loki's router answers what is unknown below here as Loki does.
        add(Set.of(GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS), Least.VIEWER_OR_LOCAL, "/loki/**");
        get(Least.VIEWER_OR_LOCAL, "/ready", "/actuator/prometheus");
        addAlertmanager();
        get(Least.VIEWER, "/api/v1/rules", "/api/v1/alerts", "/api/v1/status/buildinfo");
        get(Least.VIEWER, "/prometheus/api/v1/rules", "/prometheus/api/v1/alerts");
        get(Least.VIEWER, "/prometheus/api/v1/status/buildinfo", "/api/prom/rules", "/api/prom/rules/**");
        addOwn();
    }

    /** What the pages show and do, with the roles of the pages. */
    private void addOwn() {
        own(Set.of(GET, HEAD), Least.VIEWER, "status", "inbox", "recorded", "deliveries", "deliveries/{id}");
        own(Set.of(GET, HEAD), Least.VIEWER, "backtest", "backtest/{id}", "explain", "policies", "policies/route");
        own(Set.of(GET, HEAD), Least.VIEWER, "rules", "recording-rules", "rule-remarks", "rules/{id}");
        own(
                Set.of(GET, HEAD),
                Least.VIEWER,
                "rules/{id}/instances",
                "rules/{id}/evaluations",
                "rules/{id}/transitions",
                "rules/{id}/values");
        own(Set.of(GET, HEAD), Least.VIEWER, "alerts", "alerts/{key}", "alerts/{key}/lines", "ended-alerts");
        own(Set.of(GET, HEAD), Least.VIEWER, "silences", "silences/{id}", "contact-points", "contact-points/{name}");
        own(Set.of(GET, HEAD), Least.VIEWER, "contact-points/{name}/preview");
        own(Set.of(POST), Least.EDITOR, "contact-points/preview", "contact-points/test");
        own(Set.of(POST), Least.RESPONDER, "silences", "silences/preview", "alerts/{key}/acknowledge");
        own(Set.of(PUT, DELETE), Least.RESPONDER, "silences/{id}");
        own(Set.of(POST), Least.EDITOR, "backtest", "drafts", "templates", "policies/check");
        own(Set.of(DELETE), Least.EDITOR, "backtest/{id}");
        own(Set.of(PUT, DELETE), Least.EDITOR, "contact-points/{name}");
        for (String action : List.of("test", "unpark", "enable", "disable", "restore")) {
            own(Set.of(POST), Least.EDITOR, "contact-points/{name}/" + action);
        }
        own(Set.of(POST), Least.EDITOR, "deliveries/{id}/retry", "deliveries/{id}/drop", "deliveries/{id}/redirect");
        own(Set.of(GET, HEAD), Least.ADMIN, "users", "audit", "tokens");
        own(Set.of(POST), Least.ADMIN, "users", "tokens", "backup");
        own(Set.of(PUT), Least.ADMIN, "users/{name}/role", "users/{name}/password");
        own(Set.of(DELETE), Least.ADMIN, "users/{name}", "tokens/{id}");
    }

    private void own(Set<HttpMethod> methods, Least least, String... patterns) {
        for (String pattern : patterns) {
            add(methods, least, "/api/tocsin/v1/" + pattern);
        }
    }

    /** Prometheus sends its alerts as agents send their lines. */
    private void addAlertmanager() {
        get(Least.OPEN, "/-/healthy", "/-/ready");
        add(Set.of(POST, PUT), Least.ADMIN, "/-/reload");
        get(Least.VIEWER, "/api/v2/status", "/api/v2/receivers", "/api/v2/alerts", "/api/v2/alerts/groups");
        get(Least.VIEWER, "/api/v2/silences", "/api/v2/silence/{id}");
        post(Least.INGEST_OR_LOCAL, "/api/v2/alerts");
        post(Least.RESPONDER, "/api/v2/silences");
        add(Set.of(DELETE), Least.RESPONDER, "/api/v2/silence/{id}");
    }

    private void addPages() {
        get(Least.VIEWER, "/", "/wallboard", "/events", "/watching", "/status", "/explain", "/logs", "/inbox");
        get(
                Least.VIEWER,
                "/alerts",
                "/alerts/{key}",
                "/alerts/{key}/values",
                "/alerts/{key}/lines",
                "/matchers",
                "/policies",
                "/templates",
                "/rules",
                "/rules/{id}",
                "/rules/{id}/message",
                "/rules/{id}/values");
        get(Least.VIEWER, "/rules/{id}/backtest", "/backtests", "/backtests/{id}", "/backtests/{id}/values");
        get(Least.VIEWER, "/silences", "/silences/new", "/silences/{id}", "/silences/{id}/edit");
        get(Least.VIEWER, "/contact-points", "/contact-points/{name}", "/deliveries", "/deliveries/{id}");
        get(Least.EDITOR, "/contact-points/new", "/contact-points/{name}/edit", "/drafts");
        get(Least.VIEWER, "/account");
        post(Least.VIEWER, "/logout", "/account/password", "/account/sessions/end", "/account/zone");
        post(Least.VIEWER, "/alerts/views", "/alerts/views/delete");
    }

    private void addChanges() {
        post(Least.RESPONDER, "/silences", "/silences/preview", "/silences/expire", "/silences/acknowledge");
        post(Least.RESPONDER, "/silences/{id}/expire", "/silences/{id}/extend");
        post(Least.EDITOR, "/deliveries/{id}/retry", "/deliveries/{id}/drop", "/deliveries/{id}/redirect");
        post(Least.EDITOR, "/contact-points", "/contact-points/test", "/contact-points/preview");
        post(Least.EDITOR, "/contact-points/{name}/test", "/contact-points/{name}/unpark");
        post(Least.EDITOR, "/contact-points/{name}/disable", "/contact-points/{name}/enable");
        post(Least.EDITOR, "/contact-points/{name}/restore", "/contact-points/{name}/delete");
        post(Least.EDITOR, "/rules/{id}/backtest", "/backtests/{id}/cancel");
        post(Least.EDITOR, "/drafts", "/drafts/backtest", "/drafts/diff", "/drafts/file", "/policies", "/templates");
    }

    private void addAdministration() {
        get(Least.ADMIN, "/users", "/audit", "/tokens", "/actuator", "/actuator/info");
        post(Least.ADMIN, "/tokens", "/tokens/{id}/delete");
        post(Least.ADMIN, "/users", "/users/{name}/role", "/users/{name}/password", "/users/{name}/delete");
    }

    private void get(Least least, String... patterns) {
        add(Set.of(GET, HEAD), least, patterns);
    }

    private void post(Least least, String... patterns) {
        add(Set.of(POST), least, patterns);
    }

    private void add(Set<HttpMethod> methods, Least least, String... patterns) {
        for (String pattern : patterns) {
            rows.add(new AccessRow(methods, PathPatternParser.defaultInstance.parse(pattern), least));
        }
    }

    List<AccessRow> rows() {
        return List.copyOf(rows);
    }

    /** What a request needs; empty: there is no such route. */
    Optional<Least> find(HttpMethod method, PathContainer path) {
        return matching(path)
                .filter(row -> row.methods().contains(method))
                .findFirst()
                .map(AccessRow::least);
    }

    /** The methods that a path has; empty: there is no such path. */
    Set<HttpMethod> methodsOf(PathContainer path) {
        return matching(path)
                .flatMap(row -> row.methods().stream())
                .collect(Collectors.toCollection(
                        () -> new TreeSet<>((a, b) -> a.name().compareTo(b.name()))));
    }

    private java.util.stream.Stream<AccessRow> matching(PathContainer path) {
        return rows.stream()
                .filter(row -> row.pattern().matches(path))
                .sorted((a, b) -> a.pattern().compareTo(b.pattern()));
    }
}
