package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.start.CannotStartException;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class ClientAddressesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-                      | 10.0.0.1     | -                                  | 10.0.0.1",
                "-                      | 10.0.0.1     | 203.0.113.66                       | 10.0.0.1",
                "10.0.0.0/8             | 10.0.0.1     | 203.0.113.66                       | 203.0.113.66",
                "10.0.0.0/8             | 10.0.0.1     | 6.6.6.6, 203.0.113.66              | 203.0.113.66",
                "10.0.0.0/8             | 10.0.0.1     | 6.6.6.6, 203.0.113.66, 10.0.0.2    | 203.0.113.66",
                "10.0.0.0/8             | 10.0.0.1     | 10.0.0.3, 10.0.0.2                 | 10.0.0.3",
                "10.0.0.0/8             | 10.0.0.1     | 6.6.6.6, unknown                   | 10.0.0.1",
                "10.0.0.0/8             | 10.0.0.1     | 6.6.6.6, 10.0.0.0/8                | 10.0.0.1",
                "10.0.0.0/8             | 10.0.0.1     | -                                  | 10.0.0.1",
                "10.0.0.0/8             | 192.0.2.1    | 203.0.113.66                       | 192.0.2.1",
                "::1                    | ::1          | 2001:db8::7                        | 2001:db8::7",
            })
    void believesTheTrustedOnesOnlyAndFromTheRight(
            @org.jspecify.annotations.Nullable String trusted,
            String remote,
            @org.jspecify.annotations.Nullable String header,
            String expected) {
        ClientAddresses addresses = new ClientAddresses(trusted == null ? List.of() : List.of(trusted));
        MockServerHttpRequest.BaseBuilder<?> request =
                MockServerHttpRequest.get("/").remoteAddress(new InetSocketAddress(remote, 1));
        if (header != null) {
            request.header("X-Forwarded-For", header);
        }

        assertThat(addresses.of(request.build())).isEqualTo(expected);
    }

    @Test
    void severalHeadersAreOneList() {
        MockServerHttpRequest request = MockServerHttpRequest.get("/")
                .remoteAddress(new InetSocketAddress("10.0.0.1", 1))
                .header("X-Forwarded-For", "6.6.6.6", "203.0.113.66")
                .build();

        assertThat(new ClientAddresses(List.of("10.0.0.1")).of(request)).isEqualTo("203.0.113.66");
    }

    @Test
    void anIpv6NetworkIsOneClient() {
        assertThat(ClientAddresses.network("2001:db8:1:2:aaaa::1"))
                .isEqualTo(ClientAddresses.network("2001:db8:1:2:bbbb::2"))
                .isNotEqualTo(ClientAddresses.network("2001:db8:1:3::1"));
        assertThat(ClientAddresses.network("192.0.2.1")).isEqualTo("192.0.2.1");
    }

    @Test
    void saysWhatIsNoNetwork() {
        assertThatThrownBy(() -> new ClientAddresses(List.of("10.0.0.0/33")))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("TOCSIN_TRUSTED_PROXIES");
    }
}
