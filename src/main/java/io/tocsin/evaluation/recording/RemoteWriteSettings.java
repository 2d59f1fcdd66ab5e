package io.tocsin.evaluation.recording;

import io.tocsin.http.OperatorAddress;
import io.tocsin.secret.Secret;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where recorded series are written to.
 *
 * @param url of a remote write endpoint, for example {@code http://prometheus:9090/api/v1/write}; empty: nowhere
 * @param authorization the whole value of the Authorization header; empty: none
 * @param maxSamples how many samples wait at most while the endpoint takes none
 */
@ConfigurationProperties("tocsin.remote-write")
record RemoteWriteSettings(
        @DefaultValue("") String url,
        @DefaultValue("") String authorization,
        @DefaultValue("50000") int maxSamples) {

    RemoteWriteSettings {
        url = OperatorAddress.read("tocsin.remote-write.url", url);
        authorization = authorization.strip();
        if (maxSamples < 1) {
            throw new IllegalArgumentException("tocsin.remote-write.max-samples must be at least 1");
        }
    }

    boolean isOn() {
        return !url.isEmpty();
    }

    Secret secret() {
        return new Secret(authorization);
    }

    @Override
    public String toString() {
        return "RemoteWriteSettings[url=***, authorization=***, maxSamples=" + maxSamples + "]";
    }
}
