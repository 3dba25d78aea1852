package io.tourbus.source.limit;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpActivityListener;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.socket.ConnectionSocketFactory;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.Registry;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.BasicHttpEntity;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;

/**
 * The HTTP component of Camel with {@link ResponseLimits}. It reads each response as a whole before the route continues, so that
 * the limits apply to all endpoints.
 */
@Component("http,https")
public final class BoundedHttpComponent extends HttpComponent {

    /** For a larger body, memory is reserved before it is read, because it may grow to the maximum. */
    private static final int SMALL_BYTES = 2 << 20;

    private final ResponseLimits limits;
    private final MemoryBudget memory;
    /** Null if the start failed before this component started. */
    private ScheduledExecutorService deadlines;

    public BoundedHttpComponent(ResponseLimits limits, MemoryBudget memory) {
        this.limits = limits;
        this.memory = memory;
    }

    @Override
    public void doStart() throws Exception {
        super.doStart();
        deadlines = getCamelContext().getExecutorServiceManager().newScheduledThreadPool(this, "http-deadlines", 1);
    }

    @Override
    public void doStop() throws Exception {
        if (deadlines != null) {
            getCamelContext().getExecutorServiceManager().shutdownNow(deadlines);
        }
        super.doStop();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        var endpoint = (HttpEndpoint) super.createEndpoint(uri, remaining, parameters);
        endpoint.setDisableStreamCache(true);
        endpoint.setHttpActivityListener(new NoListener());
        return endpoint;
    }

    @Override
    protected HttpClientBuilder createHttpClientBuilder(
            String uri, Map<String, Object> parameters, Map<String, Object> httpClientOptions) {
        return super.createHttpClientBuilder(uri, parameters, httpClientOptions)
                .addExecInterceptorFirst("limits", new Limiter());
    }

    @Override
    @SuppressWarnings("deprecation")
    protected HttpClientConnectionManager createConnectionManager(
            Registry<ConnectionSocketFactory> registry,
            int maxTotalConnections,
            int connectionsPerRoute,
            SocketConfig socketConfig) {
        var http = Http1Config.custom()
                .setMaxHeaderCount(limits.headers())
                .setMaxLineLength(limits.headerBytes())
                .build();
        var manager = new PoolingHttpClientConnectionManager(
                registry,
                PoolConcurrencyPolicy.STRICT,
                TimeValue.ofMilliseconds(getConnectionTimeToLive()),
                ManagedHttpClientConnectionFactory.builder().http1Config(http).build());
        manager.setMaxTotal(maxTotalConnections > 0 ? maxTotalConnections : getMaxTotalConnections());
        manager.setDefaultMaxPerRoute(connectionsPerRoute > 0 ? connectionsPerRoute : getConnectionsPerRoute());
        manager.setDefaultSocketConfig(socketConfig);
        return manager;
    }

    /** Does nothing. With a listener, Camel adds the exchange to the context of a request. */
    private static final class NoListener implements HttpActivityListener {

        @Override
        public void onRequestSubmitted(
                Object source, Exchange exchange, HttpHost host, HttpRequest request, HttpEntity entity) {}

        @Override
        public void onResponseReceived(
                Object source,
                Exchange exchange,
                HttpHost host,
                HttpResponse response,
                HttpEntity entity,
                long elapsed) {}
    }

    private final class Limiter implements ExecChainHandler {

        @Override
        public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
                throws IOException, HttpException {
            var exchange = (Exchange) scope.clientContext.getAttribute(Exchange.class.getName());
            // Closing a response would read it to its end. To cancel its request closes the connection.
            var deadline = new Deadline((Cancellable) scope.originalRequest);
            try {
                var response = chain.proceed(request, scope);
                if (response.getEntity() != null) {
                    replaceEntity(response, response.getEntity(), new Reservation(exchange), deadline);
                }
                return response;
            } catch (MessageConstraintException e) {
                deadline.call.cancel();
                throw limits.headersTooLarge();
            } catch (IOException | IllegalStateException e) {
                deadline.call.cancel();
                if (deadline.expired.get()) {
                    throw limits.tooSlow();
                }
                throw e;
            } catch (RuntimeException | Error e) {
                deadline.call.cancel();
                throw e;
            } finally {
                deadline.stop();
            }
        }

        private void replaceEntity(
                ClassicHttpResponse response, HttpEntity entity, Reservation reserved, Deadline deadline)
                throws IOException {
            ResponseBody body;
            try {
                var content = entity.getContent();
                body = new ResponseBody(
                        read(content, entity.getContentLength(), reserved, deadline), reserved::release);
                content.close();
            } catch (IOException | RuntimeException | Error e) {
                reserved.release();
                throw e;
            }
            // Camel would decompress a body with a header that the HTTP client does not know.
            response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
            response.setEntity(
                    new BasicHttpEntity(body, body.length(), ContentType.parseLenient(entity.getContentType())));
        }

        private byte[] read(InputStream in, long length, Reservation reserved, Deadline deadline) throws IOException {
            if (length > limits.bodyBytes()) {
                throw limits.bodyTooLarge();
            }
            var small = Math.min(SMALL_BYTES, limits.bodyBytes());
            var body = in.readNBytes(small + 1);
            var size = body.length;
            if (size > small) {
                deadline.stop();
                reserved.change(length >= 0 ? length : limits.bodyBytes());
                deadline.start();
                for (var read = size; read > 0 && size <= limits.bodyBytes(); size += read) {
                    body = size < body.length ? body : Arrays.copyOf(body, larger(size));
                    read = in.readNBytes(body, size, body.length - size);
                }
            }
            if (size > limits.bodyBytes()) {
                throw limits.bodyTooLarge();
            }
            deadline.stop();
            reserved.change(size);
            reserved.check();
            return size == body.length ? body : Arrays.copyOf(body, size);
        }

        private int larger(int size) {
            return (int) Math.min(2L * size, limits.bodyBytes() + 1L);
        }
    }

    /** Cancels a call that takes too long. */
    private final class Deadline {

        private final Cancellable call;
        private final AtomicBoolean expired = new AtomicBoolean();
        private Future<?> timer;

        Deadline(Cancellable call) {
            this.call = call;
            start();
        }

        void start() {
            timer = deadlines.schedule(
                    () -> {
                        expired.set(true);
                        call.cancel();
                    },
                    limits.time().toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        void stop() {
            timer.cancel(false);
        }
    }

    /** The memory of a response. It is given back when it is released, or at the end of the slice. */
    private final class Reservation {

        private final Object slice;
        private final Stoppable run;
        private long bytes;

        /** @param exchange of a slice; otherwise nothing is reserved */
        Reservation(Exchange exchange) {
            slice = exchange == null ? null : exchange.getVariable("slice");
            run = exchange != null && exchange.getVariable("run") instanceof Stoppable ofSlice ? ofSlice : () -> false;
        }

        void change(long required) throws IOException {
            if (slice == null) {
                return;
            }
            try {
                if (required > bytes && !memory.take(slice, required - bytes, limits.time(), run)) {
                    throw limits.noMemory();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Interrupted while the response was read.");
            }
            if (required < bytes) {
                memory.giveBack(slice, bytes - required);
            }
            bytes = required;
        }

        /** A single response of the maximum size is always accepted. */
        void check() {
            if (slice == null) {
                return;
            }
            var held = memory.held(slice);
            if (held > bytes && held > memory.total()) {
                throw limits.sliceTooLarge(memory.total());
            }
        }

        void release() {
            if (slice != null) {
                memory.giveBack(slice, bytes);
                bytes = 0;
            }
        }
    }
}
