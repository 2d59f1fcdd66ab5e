package io.tocsin.contactpoint.http;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.scheduler.Schedulers;

/**
 * Resolves names to public addresses only. The connection goes to exactly the address that was checked, so a name that
 * changes its address in between gains nothing.
 */
final class PublicAddressResolver extends AddressResolverGroup<InetSocketAddress> {

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new Names(executor).asAddressResolver();
    }

    /** Whether nothing of the operator's own network can be behind this address. */
    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean isLocal = address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress();
        if (isLocal) {
            return false;
        }
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (bytes.length == 4) {
            boolean isShared = first == 100 && second >= 64 && second < 128;
            boolean isSpecial = first == 192 && second == 0 && bytes[2] == 0;
            boolean isForBenchmarks = first == 198 && (second == 18 || second == 19);
            return first != 0 && first < 240 && !isShared && !isSpecial && !isForBenchmarks;
        }
        boolean isUniqueLocal = (first & 0xfe) == 0xfc;
        boolean isTeredo = first == 0x20 && second == 0x01 && bytes[2] == 0 && bytes[3] == 0;
        // An IPv4 address is inside: mapped and NAT64 begin with a zero, 6to4 with 2002.
        boolean isTranslated = first == 0 || first == 0x20 && second == 0x02 || isTeredo;
        boolean isDiscarded = first == 0x01 && second == 0;
        return !isUniqueLocal && !isTranslated && !isDiscarded;
    }

    private static final class Names extends InetNameResolver {

        Names(EventExecutor executor) {
            super(executor);
        }

        @Override
        protected void doResolve(String name, Promise<InetAddress> promise) {
            lookUp(() -> promise.trySuccess(publicAddresses(name).get(0)), promise);
        }

        @Override
        protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
            lookUp(() -> promise.trySuccess(publicAddresses(name)), promise);
        }

        private static void lookUp(Lookup lookup, Promise<?> promise) {
            Schedulers.boundedElastic().schedule(() -> {
                try {
                    lookup.run();
                } catch (UnknownHostException | RuntimeException e) {
                    promise.tryFailure(e);
                }
            });
        }

        private static List<InetAddress> publicAddresses(String name) throws UnknownHostException {
            List<InetAddress> addresses = Stream.of(InetAddress.getAllByName(name))
                    .filter(PublicAddressResolver::isPublic)
                    .toList();
            if (addresses.isEmpty()) {
                throw new UnknownHostException(name + " has only private addresses");
            }
            return addresses;
        }

        private interface Lookup {
            void run() throws UnknownHostException;
        }
    }
}
