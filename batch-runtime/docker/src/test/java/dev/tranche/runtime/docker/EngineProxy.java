package dev.tranche.runtime.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Stands between a runtime and the engine of this machine, on a port: with TLS, or able to cut the stream of events. */
final class EngineProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final SocketAddress engine =
            UnixDomainSocketAddress.of(Rig.engineUri().getPath());
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean eventsHeld;

    private EngineProxy(ServerSocket server) throws IOException {
        this.server = server;
        server.bind(new InetSocketAddress("127.0.0.1", 0));
        threads.execute(this::accept);
    }

    static EngineProxy plain() throws IOException {
        return new EngineProxy(ServerSocketFactory.getDefault().createServerSocket());
    }

    /** One that lets in only who shows a certificate that is trusted. */
    static EngineProxy withTls(SSLContext context) throws IOException {
        SSLServerSocket socket =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
        socket.setNeedClientAuth(true);
        return new EngineProxy(socket);
    }

    URI uri() {
        return URI.create("tcp://127.0.0.1:" + server.getLocalPort());
    }

    /** Ends the streams of events, and every new one at once, until they are let through again; all else goes on. */
    void holdEvents() {
        eventsHeld = true;
        connections.stream().filter(connection -> connection.events).forEach(Connection::close);
    }

    void letEventsThrough() {
        eventsHeld = false;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Connection connection = new Connection(server.accept(), SocketChannel.open(engine));
                connections.add(connection);
                threads.execute(connection::toEngine);
                threads.execute(connection::toClient);
            } catch (IOException closedOrRefused) {
                // the next one may be better
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        connections.forEach(Connection::close);
        threads.shutdownNow();
    }

    private final class Connection {
        private final Socket client;
        private final SocketChannel engine;
        volatile boolean events;

        Connection(Socket client, SocketChannel engine) {
            this.client = client;
            this.engine = engine;
        }

        void toEngine() {
            byte[] buffer = new byte[BUFFER_BYTES];
            try (client;
                    engine) {
                InputStream in = client.getInputStream();
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    events |= asksForEvents(buffer, length);
                    if (events && eventsHeld) {
                        return;
                    }
                    for (ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length); bytes.hasRemaining(); ) {
                        engine.write(bytes);
                    }
                }
            } catch (IOException over) {
                // one of the two has hung up
            } finally {
                connections.remove(this);
            }
        }

        private static boolean asksForEvents(byte[] buffer, int length) {
            String request = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
            return request.startsWith("GET ")
                    && request.lines().findFirst().orElse("").contains("/events");
        }

        void toClient() {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            try (client;
                    engine) {
                OutputStream out = client.getOutputStream();
                while (engine.read(buffer) >= 0) {
                    out.write(buffer.array(), 0, buffer.position());
                    out.flush();
                    buffer.clear();
                }
            } catch (IOException over) {
                // one of the two has hung up
            }
        }

        void close() {
            try {
                client.close();
                engine.close();
            } catch (IOException over) {
                // nobody is there any more
            }
        }
    }
}
