package io.tourbus.metrics;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.tourbus.settings.Settings;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The OpenTelemetry SDK behind Camel's tracing. Its standard environment variables ({@code OTEL_…}) and system properties
 * configure it. If traces are disabled, no class of the SDK is loaded.
 */
public final class Traces implements AutoCloseable {

    private static final String SETTING = "tourbus.traces.enabled";

    /** HTTP, because the distribution does not contain gRPC. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "tourbus",
            "otel.exporter.otlp.protocol", "http/protobuf",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none");

    private final OpenTelemetrySdk sdk;

    private Traces(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
    }

    /** Empty if traces are disabled, or if the SDK rejects its variables; in that case, adds a problem to the settings. */
    public static Optional<Traces> read(Settings settings) {
        if (!settings.flag(SETTING)) {
            return Optional.empty();
        }
        redirectLogs();
        try {
            return Optional.of(new Traces(AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesSupplier(() -> DEFAULTS)
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk()));
        } catch (RuntimeException e) {
            settings.problem(
                    SETTING,
                    "is true, but OpenTelemetry does not start (%s)"
                            .formatted(rootCause(e).getMessage()),
                    "Correct the environment variables that start with OTEL_.");
            return Optional.empty();
        }
    }

    /** The SDK uses java.util.logging, which would write to standard error in its own format. */
    private static void redirectLogs() {
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
    }

    private static Throwable rootCause(Throwable failure) {
        return failure.getCause() == null ? failure : rootCause(failure.getCause());
    }

    /** Binds the tracer under the names that Camel looks up. */
    public void bind(CamelContext context) {
        context.getRegistry().bind("tracer", sdk.getTracer("io.tourbus"));
        context.getRegistry().bind("contextPropagators", sdk.getPropagators());
    }

    /** Exports the remaining spans, and waits a few seconds at most. */
    @Override
    public void close() {
        sdk.close();
    }
}
