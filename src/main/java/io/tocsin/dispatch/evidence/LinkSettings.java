package io.tocsin.dispatch.evidence;

import io.tocsin.message.LinkAddresses;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the links of messages lead.
 *
 * @param externalUrl where people reach Tocsin; empty: this machine
 * @param grafanaUrl empty: no links to Grafana Explore
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
