package io.tocsin.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * HTTP clients that do one thing for one request: no redirect, no second attempt that nobody knows of, and no connection
 * that outlives an answer that was not one.
 */
public final class OutgoingHttp {

    private OutgoingHttp() {}

    /**
     * A client with a pool of its own.
     *
     * @param connectTimeout the most time to connect by TCP
     * @param maxIdleTime connections that nobody needed for this long are closed
     */
    public static HttpClient client(ConnectionProvider.Builder pool, Duration connectTimeout, Duration maxIdleTime) {
        return HttpClient.create(pool.maxIdleTime(maxIdleTime)
                        .evictInBackground(maxIdleTime)
                        .build())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectTimeout.toMillis())
                .followRedirect(false)
                .disableRetry(true)
                .compress(true)
                .doOnChannelInit((observer, channel, address) -> channel.pipeline()
                        .addBefore(NettyPipeline.ReactiveBridge, "tocsin.closeAfterError", new CloseAfterError()));
    }

    /**
     * A decoder that fails, for example on broken gzip, leaves its connection open and out of the pool for ever: after as
     * many such answers as the pool has places nobody could be asked any more.
     */
    private static final class CloseAfterError extends ChannelInboundHandlerAdapter {

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.fireExceptionCaught(cause);
            context.close();
        }
    }
}
