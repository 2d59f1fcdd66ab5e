package io.tocsin.web.rules;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.config.DataSourceCatalog;
import io.tocsin.datasource.config.DataSourceDefinition;
import io.tocsin.datasource.config.DataSourceType;
import io.tocsin.datasource.http.HttpSettings;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The request of an evaluation as a command to paste into a shell. Credentials appear as shell variables only. */
@Component
class QueryCommands {

    private static final String NEXT_LINE = " \\\n  ";

    private final DataSourceCatalog definitions;
    private final String ownAddress;

    QueryCommands(
            DataSourceCatalog definitions,
            @Value("${tocsin.external-url}") String externalUrl,
            @Value("${tocsin.port}") int port) {
        this.definitions = definitions;
        this.ownAddress = externalUrl.isBlank() ? "http://localhost:" + port : externalUrl.strip();
    }

    /** Empty when no data source of this name is configured. */
    Optional<String> instantQuery(String dataSource, String expression, Instant at) {
        return definitions
                .current()
                .find(new DataSourceName(dataSource))
                .map(definition -> command(definition, expression, at));
    }

    private String command(DataSourceDefinition definition, String expression, Instant at) {
        boolean isPrometheus = definition.type() == DataSourceType.PROMETHEUS;
        String base = definition.http().map(http -> http.url().toString()).orElse(ownAddress);
        String path = isPrometheus ? "/api/v1/query" : "/loki/api/v1/query";
        BigDecimal seconds = BigDecimal.valueOf(at.getEpochSecond()).add(BigDecimal.valueOf(at.getNano(), 9));
        String time = isPrometheus
                ? seconds.stripTrailingZeros().toPlainString()
                : seconds.movePointRight(9).toBigInteger().toString();
        return "curl -sG " + quoted(withoutSlash(base) + path)
                + definition.http().map(QueryCommands::credentials).orElse("")
                + NEXT_LINE + "--data-urlencode " + quoted("query=" + expression.strip())
                + NEXT_LINE + "--data-urlencode " + quoted("time=" + time);
    }

    private static String credentials(HttpSettings http) {
        StringBuilder text = new StringBuilder();
        String tenant = http.tenant();
        if (tenant != null) {
            text.append(NEXT_LINE).append("-H ").append(quoted("X-Scope-OrgID: " + tenant));
        }
        if (http.basicAuth() != null) {
            text.append(NEXT_LINE).append("-u \"$USER_NAME:$PASSWORD\"");
        }
        if (http.bearerToken() != null) {
            text.append(NEXT_LINE).append("-H \"Authorization: Bearer $TOKEN\"");
        }
        new TreeSet<>(http.headers().keySet())
                .forEach(name -> text.append(NEXT_LINE).append("-H ").append(quoted(name + ": …")));
        return text.toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String withoutSlash(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }
}
