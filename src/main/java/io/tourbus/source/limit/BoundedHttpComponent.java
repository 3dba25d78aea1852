package io.tourbus.source.limit;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Endpoint;
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

    /** Larger bodies are read a few at a time, because each may grow to the maximum. */
    private static final int SMALL_BYTES = 2 << 20;

    /** Bodies of the maximum size that fit into the heap together with what is parsed from them. */
    private static final int HEAP_PARTS = 8;

    private final ResponseLimits limits;
    private final Semaphore large;
    private ScheduledExecutorService deadlines;

    public BoundedHttpComponent(ResponseLimits limits) {
        this.limits = limits;
        var bodies = Runtime.getRuntime().maxMemory() / HEAP_PARTS / limits.bodyBytes();
        this.large = new Semaphore((int) Math.max(1, Math.min(bodies, Integer.MAX_VALUE)));
    }

    @Override
    public void doStart() throws Exception {
        super.doStart();
        deadlines = getCamelContext().getExecutorServiceManager().newScheduledThreadPool(this, "http-deadlines", 1);
    }

    @Override
    public void doStop() throws Exception {
        getCamelContext().getExecutorServiceManager().shutdownNow(deadlines);
        super.doStop();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        var endpoint = (HttpEndpoint) super.createEndpoint(uri, remaining, parameters);
        endpoint.setDisableStreamCache(true);
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

    private final class Limiter implements ExecChainHandler {

        @Override
        public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
                throws IOException, HttpException {
            // Closing a response would read it to its end. To cancel its request closes the connection.
            var call = (Cancellable) scope.originalRequest;
            var expired = new AtomicBoolean();
            var deadline = deadlines.schedule(
                    () -> {
                        expired.set(true);
                        call.cancel();
                    },
                    limits.time().toMillis(),
                    TimeUnit.MILLISECONDS);
            try {
                var response = chain.proceed(request, scope);
                if (response.getEntity() != null) {
                    replaceEntity(response, response.getEntity());
                }
                return response;
            } catch (MessageConstraintException e) {
                call.cancel();
                throw limits.headersTooLarge();
            } catch (IOException | IllegalStateException e) {
                call.cancel();
                if (expired.get()) {
                    throw limits.tooSlow();
                }
                throw e;
            } catch (RuntimeException | Error e) {
                call.cancel();
                throw e;
            } finally {
                deadline.cancel(false);
            }
        }

        private void replaceEntity(ClassicHttpResponse response, HttpEntity entity) throws IOException {
            var permit = new Permit();
            ResponseBody body;
            try {
                var content = entity.getContent();
                body = new ResponseBody(read(content, entity.getContentLength(), permit), permit::release);
                content.close();
            } catch (IOException | RuntimeException | Error e) {
                permit.release();
                throw e;
            }
            // Camel would decompress a body with a header that the HTTP client does not know.
            response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
            response.setEntity(
                    new BasicHttpEntity(body, body.length(), ContentType.parseLenient(entity.getContentType())));
        }

        private byte[] read(InputStream in, long length, Permit permit) throws IOException {
            if (length > limits.bodyBytes()) {
                throw limits.bodyTooLarge();
            }
            var start = in.readNBytes(Math.min(SMALL_BYTES, limits.bodyBytes()) + 1);
            if (start.length <= Math.min(SMALL_BYTES, limits.bodyBytes())) {
                return start;
            }
            permit.acquire();
            var rest = in.readNBytes(limits.bodyBytes() + 1 - start.length);
            if (start.length + rest.length > limits.bodyBytes()) {
                throw limits.bodyTooLarge();
            }
            var whole = Arrays.copyOf(start, start.length + rest.length);
            System.arraycopy(rest, 0, whole, start.length, rest.length);
            return whole;
        }
    }

    /** Allows one large body to be in memory. */
    private final class Permit {

        private final AtomicBoolean held = new AtomicBoolean();

        void acquire() throws IOException {
            try {
                if (!large.tryAcquire(limits.time().toMillis(), TimeUnit.MILLISECONDS)) {
                    throw limits.tooSlow();
                }
                held.set(true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Interrupted while the response was read.");
            }
        }

        void release() {
            if (held.getAndSet(false)) {
                large.release();
            }
        }
    }
}
