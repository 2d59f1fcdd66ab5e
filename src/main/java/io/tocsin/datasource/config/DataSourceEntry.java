package io.tocsin.datasource.config;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.http.BasicAuth;
import io.tocsin.datasource.http.HttpSettings;
import io.tocsin.datasource.http.TlsSettings;
import io.tocsin.datasource.http.TlsSettings.Verification;
import io.tocsin.datasource.resilience.ResilienceSettings;
import io.tocsin.secret.Secret;
import io.tocsin.yaml.Problems;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Reads one entry of the data sources file. */
final class DataSourceEntry {

    private static final Set<String> FIELDS = ordered(
            "name",
            "type",
            "default",
            "url",
            "tenant",
            "basic_auth",
            "bearer_token",
            "headers",
            "tls",
            "connect_timeout",
            "timeout",
            "max_concurrent");
    private static final Set<String> HTTP_FIELDS =
            ordered("url", "tenant", "basic_auth", "bearer_token", "headers", "tls", "connect_timeout");

    private final EntryFields fields;
    private final Problems problems;

    DataSourceEntry(Node entry, ExpandedTexts texts) {
        this.fields = new EntryFields(entry, FIELDS, texts);
        this.problems = texts.problems();
    }

    /** Empty when it has none; its absence is a problem of {@link #read()}. */
    String name() {
        return fields.plainText("name");
    }

    boolean isMarkedDefault() {
        return fields.plainText("default").equals("true");
    }

    /** Empty when the entry cannot be used; why not is among the problems then. */
    Optional<DataSourceDefinition> read() {
        Optional<String> name = fields.requiredText("name");
        fields.isTrue("default");
        Optional<DataSourceType> type = fields.requiredText("type").flatMap(this::type);
        Duration timeout = fields.duration("timeout", HttpSettings.DEFAULT_TIMEOUT);
        int maxConcurrent = fields.positiveInteger("max_concurrent", ResilienceSettings.DEFAULT_MAX_CONCURRENT);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        if (type.get() == DataSourceType.EMBEDDED) {
            refuseHttpFields();
            return name.map(
                    n -> new DataSourceDefinition(new DataSourceName(n), type.get(), null, timeout, maxConcurrent));
        }
        Optional<HttpSettings> http = http(timeout);
        return name.isEmpty() || http.isEmpty()
                ? Optional.empty()
                : Optional.of(new DataSourceDefinition(
                        new DataSourceName(name.get()), type.get(), http.get(), timeout, maxConcurrent));
    }

    private Optional<DataSourceType> type(String text) {
        Optional<DataSourceType> type = Arrays.stream(DataSourceType.values())
                .filter(candidate -> candidate.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
        if (type.isEmpty()) {
            problems.add(
                    fields.place("type"), "unknown type \"" + text + "\"; known are loki, prometheus and embedded");
        }
        return type;
    }

    private void refuseHttpFields() {
        for (String field : HTTP_FIELDS) {
            fields.value(field)
                    .ifPresent(value ->
                            problems.add(value, "\"" + field + "\" has no meaning for the embedded log store"));
        }
    }

    private Optional<HttpSettings> http(Duration timeout) {
        Optional<URI> url = fields.requiredText("url").flatMap(this::url);
        BasicAuth basicAuth = fields.fields("basic_auth", ordered("username", "password"))
                .map(this::basicAuth)
                .orElse(null);
        Secret bearerToken = fields.text("bearer_token").map(Secret::new).orElse(null);
        if (basicAuth != null && bearerToken != null) {
            problems.add(fields.place("bearer_token"), "\"basic_auth\" and \"bearer_token\" exclude each other");
            return Optional.empty();
        }
        Map<String, Secret> headers =
                fields.fields("headers", Set.of()).map(DataSourceEntry::headers).orElse(Map.of());
        TlsSettings tls = fields.fields("tls", ordered("ca_file", "cert_file", "key_file", "insecure_skip_verify"))
                .map(this::tls)
                .orElse(TlsSettings.DEFAULT);
        Duration connectTimeout = fields.duration("connect_timeout", HttpSettings.DEFAULT_CONNECT_TIMEOUT);
        String tenant = fields.text("tenant").filter(text -> !text.isBlank()).orElse(null);
        return url.map(address -> new HttpSettings(
                address,
                tenant,
                basicAuth,
                bearerToken,
                headers,
                tls,
                connectTimeout,
                timeout,
                HttpSettings.DEFAULT_MAX_ANSWER_BYTES));
    }

    /** The address is not part of the message: it may hold credentials. */
    private Optional<URI> url(String text) {
        try {
            return Optional.of(BaseUrl.parse(text));
        } catch (URISyntaxException e) {
            problems.add(fields.place("url"), "\"url\" " + e.getReason());
            return Optional.empty();
        }
    }

    private BasicAuth basicAuth(EntryFields auth) {
        return new BasicAuth(
                auth.requiredText("username").orElse(""),
                new Secret(auth.requiredText("password").orElse("")));
    }

    private static Map<String, Secret> headers(EntryFields headers) {
        Map<String, Secret> values = new LinkedHashMap<>();
        for (String name : headers.names()) {
            headers.text(name).ifPresent(value -> values.put(name, new Secret(value)));
        }
        return values;
    }

    private TlsSettings tls(EntryFields tls) {
        Verification verification = tls.isTrue("insecure_skip_verify") ? Verification.NONE : Verification.FULL;
        Path certFile = file(tls, "cert_file");
        Path keyFile = file(tls, "key_file");
        if ((certFile == null) != (keyFile == null)) {
            problems.add(tls.node(), "a client certificate needs both \"cert_file\" and \"key_file\"");
            return TlsSettings.DEFAULT;
        }
        return new TlsSettings(file(tls, "ca_file"), certFile, keyFile, verification);
    }

    private @Nullable Path file(EntryFields tls, String name) {
        Optional<Path> file = tls.text(name).map(Path::of);
        file.filter(path -> !Files.isReadable(path))
                .ifPresent(path -> problems.add(tls.place(name), "the file \"" + path + "\" cannot be read"));
        return file.orElse(null);
    }

    private static Set<String> ordered(String... names) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(names)));
    }
}
