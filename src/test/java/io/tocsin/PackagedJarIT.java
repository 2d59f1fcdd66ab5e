package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar that people get, started in an empty directory: what it leaves out of the dependencies, and what its nested jars
 * do differently, no other test would notice. {@code mvn verify} says where the jar is.
 */
@EnabledIfSystemProperty(named = "packaged.jar", matches = ".+")
class PackagedJarIT {

    @TempDir
    private Path home;

    @Test
    void startsInAnEmptyDirectoryAndServesItsPages() throws Exception {
        List<String> program = List.of("-jar", System.getProperty("packaged.jar"));
        try (TocsinProcess tocsin = TocsinProcess.start(home, TocsinProcess.freePort(), Map.of(), program)) {
            HttpClient client = HttpClient.newHttpClient();
            for (String path : List.of(
                    "/login",
                    "/css/tocsin.css",
                    "/webjars/bootstrap-icons/font/bootstrap-icons.min.css",
                    "/actuator/health/liveness")) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(tocsin.uri(path)).build(), HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
            }
        }
    }

    /** So that people can compare what is in it with advisories. */
    @Test
    @DisabledIfSystemProperty(named = "cyclonedx.skip", matches = "true")
    void holdsABillOfItsMaterials() throws Exception {
        try (JarFile jar = new JarFile(System.getProperty("packaged.jar"))) {
            JarEntry bill = jar.getJarEntry("META-INF/sbom/application.cdx.json");
            // The plugin that makes it does nothing when Maven is offline.
            assumeThat(bill).isNotNull();
            String text = new String(jar.getInputStream(bill).readAllBytes(), StandardCharsets.UTF_8);

            assertThat(text).contains("\"bomFormat\" : \"CycloneDX\"", "pkg:maven/io.netty/netty-codec-http@");
            long libraries = jar.stream()
                    .filter(entry -> entry.getName().matches("BOOT-INF/lib/.*\\.jar"))
                    .count();
            assertThat(text.split("\"purl\" :", -1)).hasSizeGreaterThanOrEqualTo((int) libraries);
        }
    }
}
