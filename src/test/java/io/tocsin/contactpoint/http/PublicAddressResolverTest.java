package io.tocsin.contactpoint.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.resolver.AddressResolver;
import io.netty.util.concurrent.DefaultEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A name that leads to this machine or its network leads nowhere, whenever it began to. */
class PublicAddressResolverTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "192.0.0.192",
                "198.18.0.1",
                "198.19.255.255",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::a00:1",
                "2002:7f00:1::",
                "2002:a00:1::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "100::1"
            })
    void nothingOfTheOwnNetworkIsPublic(String address) throws UnknownHostException {
        assertThat(PublicAddressResolver.isPublic(InetAddress.getByName(address)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "3.120.1.2",
                "100.63.255.255",
                "100.128.0.1",
                "172.32.0.1",
                "192.169.0.1",
                "198.17.255.255",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450::1",
                "2001:4860:4860::8888"
            })
    void theRestOfTheInternetIs(String address) throws UnknownHostException {
        assertThat(PublicAddressResolver.isPublic(InetAddress.getByName(address)))
                .isTrue();
    }

    /** What is connected to is what was looked at: another question afterwards would be a chance to rebind. */
    @Test
    void resolvesNoNameOfThisMachine() throws Exception {
        DefaultEventExecutor executor = new DefaultEventExecutor();
        try (PublicAddressResolver resolvers = new PublicAddressResolver()) {
            AddressResolver<InetSocketAddress> resolver = resolvers.getResolver(executor);

            assertThatThrownBy(() -> resolver.resolve(InetSocketAddress.createUnresolved("localhost", 443))
                            .get(30, TimeUnit.SECONDS))
                    .hasMessageContaining("only private addresses");
            assertThatThrownBy(() -> resolver.resolveAll(InetSocketAddress.createUnresolved("localhost", 443))
                            .get(30, TimeUnit.SECONDS))
                    .hasMessageContaining("only private addresses");
        } finally {
            executor.shutdownGracefully(0, 0, TimeUnit.SECONDS).await(5, TimeUnit.SECONDS);
        }
    }
}
