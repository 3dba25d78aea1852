package io.tourbus.metrics;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.tourbus.settings.Settings;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * What Camel's tracing works with: the SDK of OpenTelemetry, set up by its own variables ({@code OTEL_…}) and system
 * properties. Where traces are not wanted, no class of it is loaded.
 */
public final class Traces implements AutoCloseable {

    /** Whatever the variables do not say. HTTP, because nothing that is shipped speaks gRPC. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "tourbus",
            "otel.exporter.otlp.protocol", "http/protobuf",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none");

    private final OpenTelemetrySdk sdk;

    private Traces(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
    }

    /** Empty where no traces are wanted, or the variables do not allow them, which is a problem of the settings then. */
    public static Optional<Traces> read(Settings settings) {
        return settings.flag("tourbus.traces.enabled") ? start(settings) : Optional.empty();
    }

    private static Optional<Traces> start(Settings settings) {
        logAsWeDo();
        try {
            return Optional.of(new Traces(AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesSupplier(() -> DEFAULTS)
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk()));
        } catch (RuntimeException e) {
            settings.problem(
                    "tourbus.traces.enabled is true, and OpenTelemetry says: %s".formatted(cause(e).getMessage()));
            return Optional.empty();
        }
    }

    /** The SDK logs by Java's own means, which write to standard error as they please. */
    private static void logAsWeDo() {
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
    }

    private static Throwable cause(Throwable failure) {
        return failure.getCause() == null ? failure : cause(failure.getCause());
    }

    /** Has Camel trace with it. */
    public void bind(CamelContext context) {
        context.getRegistry().bind("tracer", sdk.getTracer("io.tourbus"));
        context.getRegistry().bind("contextPropagators", sdk.getPropagators());
    }

    /** Sends what has not been sent, for some seconds at most. */
    @Override
    public void close() {
        sdk.close();
    }
}
