package io.tocsin.datasource.config;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.http.BasicAuth;
import io.tocsin.datasource.http.HttpSettings;
import io.tocsin.datasource.http.TlsSettings;
import io.tocsin.datasource.http.TlsSettings.Verification;
import io.tocsin.datasource.resilience.ResilienceSettings;
import io.tocsin.secret.Secret;
import io.tocsin.yaml.Problems;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlSource;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

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

    private final YamlFields fields;
    private final Problems problems;

    DataSourceEntry(Node entry, YamlSource source) {
        this.fields = YamlFields.of(entry, "a data source", FIELDS, Map.of(), source);
        this.problems = source.problems();
    }

    /** Empty when it has none; its absence is a problem of {@link #read()}. */
    String name() {
        return written("name");
    }

    boolean isMarkedDefault() {
        return written("default").equals("true");
    }

    private String written(String name) {
        return fields.find(name) instanceof ScalarNode scalar
                ? scalar.getValue().strip()
                : "";
    }

    /** Empty when the entry cannot be used; why not is among the problems then. */
    Optional<DataSourceDefinition> read() {
        String name = fields.required("name");
        fields.flag("default", false);
        DataSourceType type = fields.required("type") == null ? null : fields.choice("type", DataSourceType.class);
        Duration timeout = duration("timeout", HttpSettings.RequestLimits.DEFAULT.timeout());
        int maxConcurrent =
                fields.integer("max_concurrent", ResilienceSettings.DEFAULT_MAX_CONCURRENT, 1, Integer.MAX_VALUE);
        if (type == null) {
            return Optional.empty();
        }
        HttpSettings http = null;
        if (type == DataSourceType.EMBEDDED) {
            refuseHttpFields();
        } else {
            http = http(timeout);
        }
        return name == null || type != DataSourceType.EMBEDDED && http == null
                ? Optional.empty()
                : Optional.of(new DataSourceDefinition(new DataSourceName(name), type, http, timeout, maxConcurrent));
    }

    private Duration duration(String name, Duration whenAbsent) {
        Duration duration = fields.positiveDuration(name);
        return duration == null ? whenAbsent : duration;
    }

    private void refuseHttpFields() {
        for (String field : HTTP_FIELDS) {
            Node value = fields.find(field);
            if (value != null) {
                problems.add(value, "\"" + field + "\" has no meaning for the embedded log store");
            }
        }
    }

    private @Nullable HttpSettings http(Duration timeout) {
        URI url = url();
        YamlFields auth = fields("basic_auth", ordered("username", "password"));
        BasicAuth basicAuth = auth == null ? null : basicAuth(auth);
        String bearerToken = fields.text("bearer_token");
        if (basicAuth != null && bearerToken != null) {
            problems.add(fields.place("bearer_token"), "\"basic_auth\" and \"bearer_token\" exclude each other");
            return null;
        }
        Map<String, Secret> headers = new LinkedHashMap<>();
        fields.textsByName("headers").forEach((name, value) -> headers.put(name, new Secret(value)));
        YamlFields tls = fields("tls", ordered("ca_file", "cert_file", "key_file", "insecure_skip_verify"));
        TlsSettings tlsSettings = tls == null ? TlsSettings.DEFAULT : tls(tls);
        Duration connectTimeout = duration("connect_timeout", HttpSettings.RequestLimits.DEFAULT.connectTimeout());
        String tenant = fields.text("tenant", "");
        return url == null
                ? null
                : new HttpSettings(
                        url,
                        tenant.isBlank() ? null : tenant,
                        basicAuth,
                        bearerToken == null ? null : new Secret(bearerToken),
                        headers,
                        tlsSettings,
                        HttpSettings.RequestLimits.of(connectTimeout, timeout));
    }

    private @Nullable YamlFields fields(String name, Set<String> known) {
        Node value = fields.find(name);
        return value == null ? null : YamlFields.of(value, "\"" + name + "\"", known, Map.of(), fields.source());
    }

    /** The address is not part of the message: it may hold credentials. */
    private @Nullable URI url() {
        String text = fields.required("url");
        try {
            return text == null ? null : BaseUrl.parse(text);
        } catch (URISyntaxException e) {
            problems.add(fields.place("url"), "\"url\" " + e.getReason());
            return null;
        }
    }

    private static BasicAuth basicAuth(YamlFields auth) {
        String username = auth.required("username");
        String password = auth.required("password");
        return new BasicAuth(username == null ? "" : username, new Secret(password == null ? "" : password));
    }

    private TlsSettings tls(YamlFields tls) {
        Verification verification = tls.flag("insecure_skip_verify", false) ? Verification.NONE : Verification.FULL;
        Path certFile = file(tls, "cert_file");
        Path keyFile = file(tls, "key_file");
        if ((certFile == null) != (keyFile == null)) {
            problems.add(tls.node(), "a client certificate needs both \"cert_file\" and \"key_file\"");
            return TlsSettings.DEFAULT;
        }
        return new TlsSettings(file(tls, "ca_file"), certFile, keyFile, verification);
    }

    private @Nullable Path file(YamlFields tls, String name) {
        String text = tls.text(name);
        Path file = text == null ? null : Path.of(text);
        if (file != null && !Files.isReadable(file)) {
            problems.add(tls.place(name), "the file \"" + file + "\" cannot be read");
        }
        return file;
    }

    private static Set<String> ordered(String... names) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(names)));
    }
}
