package io.tocsin.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.ExtractedJar;
import io.tocsin.RunningTocsin;
import io.tocsin.TocsinProcess;
import io.tocsin.security.ProcessTraces;
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
 * do differently, no other test would notice. {@code mvn verify} says where the jar is; without it the classes are started.
 */
class PackagedJarIT {

    private static final String JAR = "packaged.jar";

    @TempDir
    private Path home;

    @Test
    void startsInAnEmptyDirectoryServesItsPagesAndKeepsNoSecretThatIsOver() throws Exception {
        String jar = System.getProperty(JAR);
        List<String> program = jar == null ? ExtractedJar.program() : List.of("-jar", jar);
        int port = TocsinProcess.freePort();
        ProcessTraces traces = new ProcessTraces(home, RunningTocsin.ADMIN_PASSWORD);
        try (TocsinProcess tocsin = TocsinProcess.start(home, port, Map.of(), program)) {
            HttpClient client = HttpClient.newHttpClient();
            for (String path : List.of(
                    "/login",
                    "/css/tocsin.css",
                    "/webjars/bootstrap/dist/css/bootstrap.min.css",
                    "/actuator/health/liveness")) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(tocsin.uri(path)).build(), HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
            }
            traces.leave(port, tocsin.pid());
        }
        traces.verify();
    }

    /** So that people can compare what is in it with advisories. The plugin that makes it runs only when Maven is online. */
    @Test
    @EnabledIfSystemProperty(named = JAR, matches = ".+")
    @DisabledIfSystemProperty(named = "cyclonedx.skip", matches = "true")
    @DisabledIfSystemProperty(named = "built.offline", matches = "offline true")
    void holdsABillOfItsMaterials() throws Exception {
        try (JarFile jar = new JarFile(System.getProperty(JAR))) {
            JarEntry bill = jar.getJarEntry("META-INF/sbom/application.cdx.json");
            assertThat(bill).isNotNull();
            String text = new String(jar.getInputStream(bill).readAllBytes(), StandardCharsets.UTF_8);

            assertThat(text).contains("\"bomFormat\" : \"CycloneDX\"", "pkg:maven/io.netty/netty-codec-http@");
            long libraries = jar.stream()
                    .filter(entry -> entry.getName().matches("BOOT-INF/lib/.*\\.jar"))
                    .count();
            assertThat(text.split("\"purl\" :", -1)).hasSizeGreaterThanOrEqualTo((int) libraries);
        }
    }
}
