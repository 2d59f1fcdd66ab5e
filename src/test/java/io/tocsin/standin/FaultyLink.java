package io.tocsin.standin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP connection between a program and a server of this machine that can be slow, be cut, or lead nowhere. What a client
 * sends in one piece is one message to it; for PostgreSQL that is about one statement.
 */
public final class FaultyLink implements AutoCloseable {

    private final ServerSocket listener;
    private volatile int target;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "faulty-link");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong messages = new AtomicLong();
    private volatile Faults faults = message -> Fault.NONE;
    private volatile boolean isRefusing;

    /** What becomes of one message of a client. */
    public enum Kind {
        PASS,
        /** The connection ends before the server sees the message. */
        CUT_BEFORE,
        /** The server gets the message, and its answer is lost with the connection. */
        CUT_AFTER,
        /** The message waits before it goes on. */
        DELAY
    }

    public record Fault(Kind kind, long millis) {
        public static final Fault NONE = new Fault(Kind.PASS, 0);
    }

    /** Decides for each message, which are counted over all connections from 1. Called on many threads. */
    @FunctionalInterface
    public interface Faults {
        Fault of(long message);
    }

    /** @param target a port of this machine */
    public FaultyLink(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public long messages() {
        return messages.get();
    }

    public void failBy(Faults source) {
        faults = source;
    }

    /** New connections lead to another server; the present ones are cut. */
    public void switchTo(int otherTarget) {
        target = otherTarget;
        cutAll();
    }

    /** New connections are closed at once and the present ones are cut, until {@link #restore()}. */
    public void refuse() {
        isRefusing = true;
        cutAll();
    }

    public void restore() {
        isRefusing = false;
    }

    public void cutAll() {
        open.forEach(FaultyLink::close);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                connect(listener.accept());
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void connect(Socket client) {
        if (isRefusing) {
            close(client);
            return;
        }
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            open.add(client);
            open.add(server);
            threads.execute(() -> forward(client, server, true));
            threads.execute(() -> forward(server, client, false));
        } catch (IOException e) {
            // The server does not listen: the client sees an end of its connection.
            close(client);
        }
    }

    private void forward(Socket from, Socket to, boolean isFromClient) {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                Fault fault = isFromClient ? faults.of(messages.incrementAndGet()) : Fault.NONE;
                if (fault.kind() == Kind.CUT_BEFORE) {
                    break;
                }
                if (fault.kind() == Kind.DELAY) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(fault.millis()));
                }
                if (fault.kind() == Kind.CUT_AFTER) {
                    close(from);
                }
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // Either side has ended it.
        } finally {
            // Orderly towards the server, so that it still reads what it was sent.
            open.remove(from);
            open.remove(to);
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cutAll();
        threads.shutdownNow();
    }
}
