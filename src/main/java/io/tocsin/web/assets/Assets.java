package io.tocsin.web.assets;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The files of the class path that pages refer to. What was read once is kept in memory; what could not be read is asked for
 * again, as nothing here remembers a failure. Jars are opened anew for each read: the JDK's shared jar connections can be
 * closed for good by anybody in the process. Safe for use by several threads.
 */
final class Assets {

    private static final String VERSIONS = "META-INF/maven/org.webjars.npm/";
    /** All that our pages name take less than two megabytes. */
    private static final long MAX_KEPT_BYTES = 8L << 20;

    private final ClassLoader classPath;
    private final Map<String, Asset> kept = new ConcurrentHashMap<>();
    private final Map<String, String> versions = new ConcurrentHashMap<>();
    private final AtomicLong keptBytes = new AtomicLong();

    Assets(ClassLoader classPath) {
        this.classPath = classPath;
    }

    /**
     * A file.
     *
     * @param path on the class path
     */
    Optional<Asset> find(String path) {
        Asset known = kept.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        Asset read = read(path);
        if (read != null
                && keptBytes.addAndGet(read.contentLength()) <= MAX_KEPT_BYTES
                && kept.putIfAbsent(path, read) == null) {
            return Optional.of(read);
        }
        keptBytes.addAndGet(read == null ? 0 : -read.contentLength());
        return Optional.ofNullable(read);
    }

    /**
     * A file of a library, by its path without the version.
     *
     * @param path for example {@code bootstrap/dist/css/bootstrap.min.css}
     */
    Optional<Asset> findOfLibrary(String path) {
        int slash = path.indexOf('/');
        if (slash < 1) {
            return Optional.empty();
        }
        String library = path.substring(0, slash);
        return version(library)
                .flatMap(version ->
                        find("META-INF/resources/webjars/" + library + "/" + version + path.substring(slash)));
    }

    private Optional<String> version(String library) {
        String known = versions.get(library);
        if (known != null) {
            return Optional.of(known);
        }
        Asset file = read(VERSIONS + library + "/pom.properties");
        if (file == null) {
            return Optional.empty();
        }
        String version = versionIn(file);
        versions.put(library, version);
        return Optional.of(version);
    }

    private static String versionIn(Asset file) {
        Properties properties = new Properties();
        try (InputStream stream = file.getInputStream()) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "");
    }

    private @Nullable Asset read(String path) {
        URL url = classPath.getResource(path);
        if (url == null || path.endsWith("/")) {
            return null;
        }
        try {
            URLConnection connection = url.openConnection();
            connection.setUseCaches(false);
            try (InputStream stream = connection.getInputStream()) {
                return new Asset(path, stream.readAllBytes(), connection.getLastModified());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path + " of the class path", e);
        }
    }
}
