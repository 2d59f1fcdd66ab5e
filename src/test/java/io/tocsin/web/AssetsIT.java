package io.tocsin.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.RunningTocsin;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server must never lose its style sheets until a restart, whatever somebody else in its process does to its jars. */
class AssetsIT {

    private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"(/(?:webjars|css|js)/[^\"]+)\"");
    private static final Set<String> FONTS = Set.of(
            "/webjars/bootstrap-icons/font/fonts/bootstrap-icons.woff2", "/webjars/chart.js/dist/chart.umd.min.js");

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private static Path home;

    private static RunningTocsin tocsin;

    @BeforeAll
    static void start() {
        tocsin = RunningTocsin.start(home, Map.of());
    }

    @AfterAll
    static void stop() {
        tocsin.close();
    }

    @Test
    void servesAllAssetsThoughTheSharedJarsAreClosedForGood() throws Exception {
        try {
            breakJars();
            Set<String> assets = assetsOf("/login");

            assertThat(assets).hasSizeGreaterThan(3);
            assertThat(refused(assets)).isEmpty();
        } finally {
            mendJars();
        }
    }

    @Test
    void answersTheUsualHeaders() throws Exception {
        HttpResponse<String> css = get(tocsin.uri("/webjars/bootstrap/dist/css/bootstrap.min.css"));
        String modified = css.headers().firstValue("Last-Modified").orElseThrow();
        HttpRequest again = HttpRequest.newBuilder(css.uri())
                .header("If-Modified-Since", modified)
                .build();

        assertThat(css.headers().firstValue("Content-Type")).hasValue("text/css");
        assertThat(http.send(again, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(304);
        assertThat(get(tocsin.uri("/webjars/bootstrap/no-such-file.css")).statusCode())
                .isEqualTo(404);
        assertThat(get(tocsin.uri("/webjars/../application.yaml")).statusCode()).isNotEqualTo(200);
        assertThat(get(tocsin.uri("/css/%2e%2e/application.yaml")).statusCode()).isNotEqualTo(200);
    }

    private Set<String> refused(Set<String> assets) throws Exception {
        Set<String> refused = new LinkedHashSet<>();
        for (String asset : assets) {
            HttpResponse<String> answer = get(tocsin.uri(asset));
            if (answer.statusCode() != 200 || answer.body().length() < 100) {
                refused.add(asset + ": " + answer.statusCode() + " " + answer.body());
            }
        }
        return refused;
    }

    private Set<String> assetsOf(String page) throws Exception {
        Set<String> assets = new LinkedHashSet<>(FONTS);
        Matcher reference = REFERENCE.matcher(get(tocsin.uri(page)).body());
        while (reference.find()) {
            assets.add(reference.group(1));
        }
        return assets;
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /**
     * The JDK shares one open jar among all connections. When somebody closes it while others read, it goes back into the
     * cache closed, and every later read of that jar fails as long as the process lives.
     */
    private static void breakJars() throws Exception {
        for (URL url : jarUrls()) {
            ExecutorService readers = Executors.newFixedThreadPool(4);
            for (int attempt = 0; attempt < 100 && !isBroken(url); attempt++) {
                long end = System.nanoTime() + 20_000_000L;
                for (int i = 0; i < 3; i++) {
                    readers.execute(() -> readUntil(end, url));
                }
                readers.submit(() -> closeUntil(end - 5_000_000L, url)).get();
            }
            readers.shutdown();
            assertThat(readers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            assertThat(isBroken(url)).as(url.toString()).isTrue();
        }
    }

    private static void mendJars() throws IOException {
        for (URL url : jarUrls()) {
            // Through the jar's root: a look for an entry would fail before it could be closed again and forgotten.
            String root = url.toString().substring(0, url.toString().indexOf("!/") + 2);
            shared(URI.create(root).toURL()).getJarFile().close();
            assertThat(isBroken(url)).isFalse();
        }
    }

    private static List<URL> jarUrls() {
        return Stream.of(
                        "META-INF/maven/org.webjars.npm/bootstrap-icons/pom.properties",
                        "META-INF/maven/org.webjars.npm/bootstrap/pom.properties")
                .map(AssetsIT.class.getClassLoader()::getResource)
                .map(Objects::requireNonNull)
                .toList();
    }

    private static boolean isBroken(URL url) {
        for (int i = 0; i < 3; i++) {
            try (InputStream stream = shared(url).getInputStream()) {
                stream.readAllBytes();
                return false;
            } catch (IOException | IllegalStateException e) {
                assertThat(e).hasMessageContaining("closed");
            }
        }
        return true;
    }

    private static void readUntil(long end, URL url) {
        while (System.nanoTime() < end) {
            isBroken(url);
        }
    }

    private static void closeUntil(long end, URL url) {
        while (System.nanoTime() < end) {
            try {
                shared(url).getJarFile().close();
            } catch (IOException | IllegalStateException e) {
                assertThat(e).hasMessageContaining("closed");
            }
            LockSupport.parkNanos(1_000_000L);
        }
    }

    private static JarURLConnection shared(URL url) throws IOException {
        JarURLConnection connection = (JarURLConnection) url.openConnection();
        connection.setUseCaches(true);
        return connection;
    }
}
