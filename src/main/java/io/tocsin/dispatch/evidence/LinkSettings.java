package io.tocsin.dispatch.evidence;

import io.tocsin.message.LinkAddresses;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the links of messages lead.
 *
 * @param externalUrl the address at which people reach Tocsin, links in messages begin with it; empty: {@code http://localhost:PORT}
 * @param grafanaUrl links to Grafana Explore go there; empty: there are none
 * @param grafanaDatasourceUid the uid of the Loki data source in Grafana; empty: the name of Tocsin's data source
 */
@ConfigurationProperties("tocsin")
public record LinkSettings(
        @DefaultValue("") String externalUrl,
        @DefaultValue("") String grafanaUrl,
        @DefaultValue("") String grafanaDatasourceUid,
        @DefaultValue("8080") int port) {

    public LinkAddresses addresses() {
        String own = externalUrl.isBlank() ? "http://localhost:" + port : externalUrl;
        return new LinkAddresses(own, grafanaUrl);
    }

    public String dataSourceUid(String dataSource) {
        return grafanaDatasourceUid.isBlank() ? dataSource : grafanaDatasourceUid;
    }
}
