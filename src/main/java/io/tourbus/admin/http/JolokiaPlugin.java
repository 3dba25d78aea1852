package io.tourbus.admin.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.component.platform.http.plugin.DefaultJolokiaPlatformHttpPlugin;
import org.jolokia.json.JSONObject;
import org.jolokia.json.JSONStructure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jolokia with errors that name no Java class, and with the status 400 for a request that it cannot read. Camel finds this plug-in by
 * its name in the registry.
 */
public final class JolokiaPlugin extends DefaultJolokiaPlatformHttpPlugin {

    private static final Logger LOG = LoggerFactory.getLogger(JolokiaPlugin.class);
    private static final List<String> JAVA_DETAILS =
            List.of("error_type", "error_type_jmx", "error_value", "stacktrace");
    private static final String CLASS_NAME = "(?:[a-z]\\w*\\.)+[A-Z][\\w$]*(?: *: )?";

    @Override
    public Object getHandler() {
        return (Handler<RoutingContext>) this::handle;
    }

    private void handle(RoutingContext call) {
        try {
            var response = respond(call);
            removeJavaDetails(response);
            call.response().putHeader("Content-Type", "application/json").end(response.toJSONString());
        } catch (Exception | StackOverflowError e) { // failures of an operation are in the response
            LOG.debug("Jolokia cannot read a request", e);
            FailureHandler.respond(
                    call, 400, "Jolokia cannot read the request. Send what the Jolokia protocol defines, as JSON.");
        }
    }

    private JSONStructure respond(RoutingContext call) throws Exception {
        var request = call.request();
        var parameters = request.params().names().stream()
                .collect(Collectors.toMap(
                        name -> name, name -> request.params().getAll(name).toArray(String[]::new)));
        if (request.method().equals(HttpMethod.GET)) {
            var path = call.normalizedPath().replaceFirst(".*?/jolokia/?", "");
            return getJolokiaRequestHandler().handleGetRequest(request.uri(), path, parameters);
        }
        var body = call.body().buffer() == null
                ? new byte[0]
                : call.body().buffer().getBytes();
        return getJolokiaRequestHandler()
                .handlePostRequest(
                        request.uri(), new ByteArrayInputStream(body), StandardCharsets.UTF_8.name(), parameters);
    }

    private static void removeJavaDetails(Object response) {
        if (response instanceof List<?> responses) {
            responses.forEach(JolokiaPlugin::removeJavaDetails);
        } else if (response instanceof JSONObject object && object.containsKey("error")) {
            object.keySet().removeAll(JAVA_DETAILS);
            object.computeIfPresent(
                    "error", (key, message) -> message.toString().replaceAll(CLASS_NAME, ""));
        }
    }
}
