package io.tocsin.standin;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A server that answers every connection with one fault, byte by byte over real sockets, and sees when clients leave. */
public final class FaultyServer implements AutoCloseable {

    private static final long DRIP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final HttpFault fault;
    private final String rightAnswer;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "faulty-server");
        thread.setDaemon(true);
        return thread;
    });
    private final Phaser open = new Phaser(1);
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();

    /** @param rightAnswer the body of the answers that are right */
    public FaultyServer(HttpFault fault, String rightAnswer) {
        this.fault = fault;
        this.rightAnswer = rightAnswer;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    public String url() {
        return (fault.needsTls() ? "https" : "http") + "://127.0.0.1:" + listener.getLocalPort();
    }

    public int requests() {
        return requests.get();
    }

    /** The bytes that the network took from this server. */
    public long sentBytes() {
        return sent.get();
    }

    /** Whether every connection so far is closed by either side within this time. */
    public boolean isLeftAloneWithin(long millis) throws InterruptedException {
        try {
            open.awaitAdvanceInterruptibly(open.arrive(), millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return fault.toString();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.register();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (Conversation conversation = new Conversation(socket)) {
            fault.answer(conversation);
            conversation.awaitEnd();
        } catch (IOException e) {
            // The client left, as some of them should.
        } finally {
            open.arriveAndDeregister();
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }

    /** One connection, from the server's side. */
    final class Conversation implements AutoCloseable {

        private final Socket socket;
        private final InputStream in;

        private Conversation(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
        }

        String rightAnswer() {
            return rightAnswer;
        }

        String url() {
            return FaultyServer.this.url();
        }

        /** Reads headers, and a body of a known length; returns how many requests this server has read with it. */
        int readRequest() throws IOException {
            int length = 0;
            for (String line = readLine(); !line.isEmpty(); line = readLine()) {
                String lower = line.toLowerCase(Locale.ROOT);
                if (lower.startsWith("content-length:")) {
                    length = Integer.parseInt(
                            lower.substring("content-length:".length()).strip());
                }
            }
            in.readNBytes(length);
            return requests.incrementAndGet();
        }

        private String readLine() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new IOException("the client left");
                }
                if (next != '\r') {
                    line.append((char) next);
                }
            }
            return line.toString();
        }

        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            sent.addAndGet(bytes.length);
        }

        void writeAnswer(String status, String headers, byte[] body) throws IOException {
            write("HTTP/1.1 " + status + "\r\n" + headers + "\r\nContent-Length: " + body.length + "\r\n\r\n");
            write(body);
        }

        void repeat(String text, long bytes) throws IOException {
            byte[] block = text.repeat(1000).getBytes(StandardCharsets.UTF_8);
            for (long left = bytes; left > 0; left -= block.length) {
                write(left < block.length ? Arrays.copyOf(block, (int) left) : block);
            }
        }

        void repeatSlowly(String text) throws IOException {
            while (!Thread.interrupted()) {
                write(text);
                LockSupport.parkNanos(DRIP_NANOS);
            }
        }

        private void awaitEnd() throws IOException {
            while (!socket.isClosed() && in.read() >= 0) {
                // What else the client says is of no interest.
            }
        }

        /** Ends with RST instead of FIN. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
