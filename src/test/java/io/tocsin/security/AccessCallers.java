package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.RunningTocsin;
import io.tocsin.access.Role;
import io.tocsin.security.AccessTable.Least;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;

/** Everybody who may ask, and what each must be answered. */
final class AccessCallers {

    private static final String PASSWORD = "correct horse battery";
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private AccessCallers() {}

    /** @param proxy the name of a proxy in front; empty: there is none, and a header makes requests remote */
    static List<Caller> all(RunningTocsin tocsin, RawHttp http, String proxy) {
        String from = proxy.isEmpty() ? "X-Real-IP: 198.51.100.7" : "";
        List<Caller> callers = new ArrayList<>();
        if (proxy.isEmpty()) {
            callers.add(new Caller("local", null, "", "", true));
        }
        callers.add(new Caller("stranger", null, from, "", false));
        UserAccounts accounts = tocsin.bean(UserAccounts.class);
        for (Role role : Role.ofPeople()) {
            String name = "table-" + role.name().toLowerCase(Locale.ROOT);
            accounts.create(name, PASSWORD, role);
            Login login = logIn(http, name, PASSWORD);
            callers.add(new Caller(name, role, from + "\nCookie: " + login.cookies(), login.csrf(), false));
        }
        ApiTokenAccounts tokens = tocsin.bean(ApiTokenAccounts.class);
        for (Role role : Role.values()) {
            String token = tokens.create("table " + role + " " + proxy, role, null, "test")
                    .text();
            callers.add(new Caller("token " + role, role, from + "\nAuthorization: Bearer " + token, "", false));
        }
        return callers;
    }

    /** @param cookies of the session and of forms */
    record Login(String cookies, String csrf) {}

    static Login logIn(RawHttp http, String user, String password) {
        RawHttp.Answer form = http.get("/login");
        RawHttp.Answer answer = http.post(
                "/login",
                "username=" + encoded(user) + "&password=" + encoded(password) + "&_csrf=" + encoded(form.csrfField()),
                "Cookie: XSRF-TOKEN=" + form.cookie("XSRF-TOKEN"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(302);
        String session = "SESSION=" + answer.cookie("SESSION");
        RawHttp.Answer page = http.get("/login", "Cookie: " + session);
        return new Login(session + "; XSRF-TOKEN=" + page.cookie("XSRF-TOKEN"), page.csrfField());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** An address of the route; the objects that it names do not exist. */
    static String path(PathPattern pattern) {
        return pattern.getPatternString().replaceAll("\\{[^}]*}", "none").replace("**", "none");
    }

    /**
     * Somebody who asks.
     *
     * @param role null: none
     * @param headers one in each line
     * @param csrf the token of forms; empty: it has none
     */
    record Caller(
            String name, @org.jspecify.annotations.Nullable Role role, String headers, String csrf, boolean isLocal) {

        boolean isProgram() {
            return headers.contains("Authorization");
        }

        /** What is not as it must be. */
        List<String> check(RawHttp http, HttpMethod method, String path) {
            if (path.equals("/logout") || path.equals("/login") && method == HttpMethod.POST) {
                return List.of(); // They end or begin a session; they have tests of their own.
            }
            List<String> wrong = new ArrayList<>(check(http, method, path, true));
            if (!SAFE.contains(method) && !csrf.isEmpty()) {
                wrong.addAll(check(http, method, path, false));
            }
            return wrong;
        }

        private List<String> check(RawHttp http, HttpMethod method, String path, boolean withCsrf) {
            List<String> all = new ArrayList<>();
            headers.lines().filter(line -> !line.isEmpty()).forEach(all::add);
            if (withCsrf && !csrf.isEmpty()) {
                all.add("X-CSRF-TOKEN: " + csrf);
            }
            boolean isJson = path.startsWith("/api/") || path.startsWith("/loki/");
            boolean hasBody = !SAFE.contains(method);
            if (hasBody) {
                all.add("Content-Type: " + (isJson ? "application/json" : "application/x-www-form-urlencoded"));
            }
            int status = http.send(method.name(), path, all, hasBody ? (isJson ? "{}" : "role=NONE") : "")
                    .status();
            String problem = problem(status, method, path, withCsrf);
            return problem.isEmpty()
                    ? List.of()
                    : List.of(name + (withCsrf ? "" : " without token of forms") + ": " + method + " " + path + " was "
                            + status + ", should be " + problem);
        }

        private String problem(int status, HttpMethod method, String path, boolean withCsrf) {
            PathContainer container = PathContainer.parsePath(path);
            Optional<Least> least = AccessTable.STANDARD.find(method, container);
            boolean isProgramPath = path.startsWith("/api/")
                    || path.startsWith("/loki/")
                    || path.startsWith("/actuator")
                    || path.equals("/ready");
            boolean isFree =
                    isLocal && least.filter(Least::isFreeForLocalPrograms).isPresent();
            if (least.filter(one -> one == Least.SIGNED).isPresent()) {
                return status == 401 ? "" : "401 (signature)";
            }
            boolean needsForm = !SAFE.contains(method) && !isProgram() && !isFree;
            boolean hasForm = withCsrf && !csrf.isEmpty();
            if (needsForm && !hasForm && !(isProgramPath && role == null)) {
                return status == 403 ? "" : "403 (form)";
            }
            boolean isOpen = isFree || least.filter(one -> one == Least.OPEN).isPresent();
            if (role == null && !isOpen) {
                return status == (isProgramPath ? 401 : 302) ? "" : isProgramPath ? "401" : "302";
            }
            if (least.isEmpty()) {
                int expected = AccessTable.STANDARD.methodsOf(container).isEmpty() ? 404 : 405;
                return status == expected ? "" : String.valueOf(expected);
            }
            boolean may = isOpen
                    || role != null && least.get().role().filter(role::includes).isPresent();
            if (!may) {
                return status == 403 ? "" : "403";
            }
            return status == 401 || status == 403 || status >= 500 && status != 501 ? "let in" : "";
        }
    }
}
