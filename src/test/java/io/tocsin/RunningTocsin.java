package io.tocsin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The whole application in the test's own JVM, on a random port, with folders of its own. */
public final class RunningTocsin implements AutoCloseable {

    public static final String API_TOKEN = "test-token-of-20-chars";
    public static final String ADMIN_PASSWORD = "test-password";

    /** Reactor Netty waits for two seconds before it ends its threads, in case that somebody still has work for them. */
    public static final String NO_WAIT_AT_THE_END = "spring.reactor.netty.shutdown-quiet-period";

    /** Give it as a property where it matters that passwords are dear to guess; every start hashes two, every login one. */
    public static final String REAL_PASSWORDS = "test.real-passwords";

    private static final int FEWEST_ROUNDS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ConfigurableApplicationContext context;
    private final Path home;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningTocsin(ConfigurableApplicationContext context, Path home) {
        this.context = context;
        this.home = home;
    }

    /** Starts with the given properties ({@code tocsin.…}) on top of the test's defaults; folders lie in {@code home}. */
    public static RunningTocsin start(Path home, Map<String, String> properties) {
        return start(home, properties, null);
    }

    /** @param clock by which everything is decided; null: the application's own */
    public static RunningTocsin start(Path home, Map<String, String> properties, @Nullable Clock clock) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("tocsin.port", "0");
        all.put("tocsin.data-dir", home.resolve("data").toString());
        all.put("tocsin.rules-dir", folder(home, "rules").toString());
        all.put("tocsin.templates-dir", folder(home, "templates").toString());
        all.put("tocsin.contact-points-file", home.resolve("contact-points.yml").toString());
        all.put("tocsin.policies-file", home.resolve("policies.yml").toString());
        all.put("tocsin.datasources-file", home.resolve("datasources.yml").toString());
        all.put("tocsin.api-token", API_TOKEN);
        all.put("tocsin.admin-password", ADMIN_PASSWORD);
        all.put("tocsin.query-offset", "0s");
        all.put(NO_WAIT_AT_THE_END, "0s");
        all.putAll(properties);
        String[] arguments = all.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
        ConfigurableApplicationContext context = new SpringApplicationBuilder(TocsinApplication.class)
                .web(WebApplicationType.REACTIVE)
                .initializers(starting -> {
                    GenericApplicationContext beans = (GenericApplicationContext) starting;
                    if (clock != null) {
                        beans.registerBean("testClock", Clock.class, () -> clock, bean -> bean.setPrimary(true));
                    }
                    if (!properties.containsKey(REAL_PASSWORDS)) {
                        beans.registerBean(
                                "testPasswords",
                                PasswordEncoder.class,
                                RunningTocsin::cheapPasswords,
                                bean -> bean.setPrimary(true));
                    }
                })
                .run(arguments);
        return new RunningTocsin(context, home);
    }

    private static PasswordEncoder cheapPasswords() {
        return new DelegatingPasswordEncoder("bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder(FEWEST_ROUNDS)));
    }

    private static Path folder(Path home, String name) {
        try {
            return Files.createDirectories(home.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** Of somebody who is not logged in. */
    public WebTestClient client() {
        return WebTestClient.bindToServer()
                .baseUrl(uri("").toString())
                .responseTimeout(PATIENCE)
                .build();
    }

    /** Of a program with the administrator's token. */
    public WebTestClient clientWithToken() {
        return client().mutate()
                .defaultHeaders(headers -> headers.setBearerAuth(API_TOKEN))
                .build();
    }

    /** Pushes lines of one stream, each a nanosecond younger than the one before it, and returns when they are kept. */
    public void push(Map<String, String> labels, Instant first, List<String> lines) {
        try {
            HttpResponse<String> answer = http.send(
                    StreamPush.request(uri(""), labels, first, lines).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 204) {
                throw new IllegalStateException("push answered " + answer.statusCode() + " " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public Path home() {
        return home;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** All beans of a kind. */
    public <T> java.util.Collection<T> beans(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    @Override
    public void close() {
        context.close();
    }
}
