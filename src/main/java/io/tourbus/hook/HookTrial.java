package io.tourbus.hook;

import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder.Origin;
import io.tourbus.settings.CamelProperties;
import io.tourbus.settings.SettingsOverrides;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultInterceptSendToEndpoint;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Calls the hooks of one file outside of a run, without a source, a sink or the state. */
public final class HookTrial implements AutoCloseable {

    /** Endpoints that are part of the hook. */
    private static final Set<String> LOCAL = Set.of("direct", "log", "bean", "class", "language", "mock", "seda");

    private final CamelContext camel;
    private final HookCalls calls;
    private final List<Sent> sent = Collections.synchronizedList(new ArrayList<>());

    /**
     * A message that was not sent to another system.
     *
     * @param to the endpoint without its options
     */
    public record Sent(String to, String message) {}

    /**
     * What a hook made of a record.
     *
     * @param outcome {@code unchanged}, {@code changed}, {@code dropped}, {@code called} or {@code failed}
     * @param detail the record that the hook returned, or why it failed; empty otherwise
     */
    public record Result(Hook hook, String outcome, String detail, List<Sent> sent) {}

    /**
     * @param home the folder with {@code application.properties} and {@code routes}
     * @param send whether messages to other systems are sent
     */
    public HookTrial(Path home, SettingsOverrides overrides, boolean send) {
        camel = new DefaultCamelContext();
        CamelProperties.read(camel, "file:" + home.resolve("application.properties"), overrides);
        calls = new HookCalls(
                camel,
                Duration.ofSeconds(
                        Long.parseLong(camel.resolvePropertyPlaceholders("{{tourbus.hooks.timeout-seconds}}"))));
        camel.getRegistry().bind("record", new RecordEditor());
        camel.getRegistry().bind("optionalSinks", new OptionalSinks(null));
        camel.getRegistry().bind("postgresTables", new PostgresTables());
        if (!send) {
            camel.getCamelContextExtension().registerEndpointCallback(this::intercept);
        }
    }

    private Endpoint intercept(String uri, Endpoint endpoint) {
        var scheme = uri.replaceFirst(":.*", "");
        var toSink = uri.replace("://", ":").startsWith("direct:" + OptionalSinks.PREFIX);
        if (LOCAL.contains(scheme) && !toSink) {
            return endpoint;
        }
        var intercepted = new DefaultInterceptSendToEndpoint(endpoint, true);
        intercepted.setBefore(exchange -> sent.add(new Sent(
                uri.replaceFirst("\\?.*", "").replace("direct://" + OptionalSinks.PREFIX, "sink "), text(exchange))));
        return intercepted;
    }

    public CamelContext camel() {
        return camel;
    }

    private static String text(Exchange exchange) {
        var body = exchange.getMessage().getBody();
        return body instanceof Map<?, ?> record
                ? new String(HookRecords.bytes(record), StandardCharsets.UTF_8)
                : Objects.toString(exchange.getMessage().getBody(String.class), "");
    }

    /**
     * Loads the routes.
     *
     * @param files with the hooks, and with the templates that they use
     */
    public HookTrial load(List<Path> files) throws Exception {
        camel.start();
        for (var file : files) {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.resolveResource(camel, "file:" + file.toAbsolutePath()));
        }
        return this;
    }

    /** The hooks that have a route. */
    public List<Hook> hooks() {
        return Arrays.stream(Hook.values()).filter(calls::isPresent).toList();
    }

    /** Calls a hook with a JSON object. @param entity what the object is */
    public Result call(Hook hook, byte[] json, Entity entity) {
        sent.clear();
        var body = HookRecords.map(json);
        var before = HookRecords.map(json);
        var origin = new Origin(
                Objects.toString(before.get("source"), ""),
                Objects.toString(before.get("run_id"), "trial"),
                Objects.toString(before.get("slice"), "trial"),
                Instant.now());
        var context = new HookContext(
                origin.runId(),
                origin.ingestedAt(),
                origin.source(),
                entity.label(),
                origin.slice(),
                Objects.toString(before.get(entity.idField()), ""));
        try {
            var answer = calls.call(hook, body, context);
            if (RecordEditor.isDropped(answer)) {
                return result(hook, "dropped", "");
            }
            if (!hook.changesRecords()) {
                return result(hook, "called", "");
            }
            var record = HookRecords.result(hook, answer.getMessage().getBody());
            if (hook != Hook.BEFORE_NORMALIZE) {
                RecordHooks.requireSameOrigin(hook, before, HookRecords.map(record), entity);
            }
            return before.equals(HookRecords.map(record))
                    ? result(hook, "unchanged", "")
                    : result(hook, "changed", record.toString());
        } catch (HookException | FailedSliceException e) {
            return result(hook, "failed", e.getMessage());
        }
    }

    private Result result(Hook hook, String outcome, String detail) {
        return new Result(hook, outcome, detail, List.copyOf(sent));
    }

    @Override
    public void close() {
        camel.stop();
    }
}
