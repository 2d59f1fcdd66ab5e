package io.tocsin.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.RunningTocsin;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
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
import java.util.jar.JarFile;
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
    /** What style sheets and single pages refer to. */
    private static final Set<String> OTHERS = Set.of("/css/icons.woff", "/webjars/chart.js/dist/chart.umd.min.js");

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
        Set<String> assets = new LinkedHashSet<>(OTHERS);
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
     * cache closed, and every later read of that jar fails as long as the process lives. Here it is put back by hand, for which
     * the build opens the package of that cache: of a thousand such moments only some are the wrong one.
     */
    private static void breakJars() throws Exception {
        Class<?> cache = Class.forName("sun.net.www.protocol.jar.JarFileFactory");
        Map<Object, Object> filesByAddress = partOf(cache, "fileCache");
        Map<Object, Object> addressesByFile = partOf(cache, "urlCache");
        Object lock = partOf(cache, "instance");
        for (URL url : jarUrls()) {
            JarFile file = shared(url).getJarFile();
            synchronized (lock) {
                Object key = filesByAddress.entrySet().stream()
                        .filter(entry -> entry.getValue() == file)
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow();
                Object address = Objects.requireNonNull(addressesByFile.get(file));
                file.close();
                filesByAddress.put(key, file);
                addressesByFile.put(file, address);
            }
            assertThat(isBroken(url)).as(url.toString()).isTrue();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T partOf(Class<?> cache, String name) throws ReflectiveOperationException {
        Field field = cache.getDeclaredField(name);
        field.setAccessible(true);
        return (T) field.get(null);
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

    private static JarURLConnection shared(URL url) throws IOException {
        JarURLConnection connection = (JarURLConnection) url.openConnection();
        connection.setUseCaches(true);
        return connection;
    }
}
