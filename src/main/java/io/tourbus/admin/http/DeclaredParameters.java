package io.tourbus.admin.http;

import io.tourbus.admin.AdminApi;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;
import org.apache.camel.model.Model;
import org.apache.camel.model.rest.ParamDefinition;
import org.apache.camel.model.rest.RestParamType;
import org.apache.camel.model.rest.VerbDefinition;

/**
 * Passes only those query parameters to an operation of the API that it declares, and none of them to the response. Camel copies all
 * parameters and headers of a request to the message, and all headers of the message to the response. Other HTTP endpoints keep the
 * rules of Camel.
 */
public final class DeclaredParameters extends HttpHeaderFilterStrategy {

    private final CamelContext camel;

    public DeclaredParameters(CamelContext camel) {
        this.camel = camel;
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return isOperation(exchange)
                ? !declared(exchange).contains(name) && !name.equals(AdminApi.INITIATOR)
                : super.applyFilterToExternalHeaders(name, value, exchange);
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return super.applyFilterToCamelHeaders(name, value, exchange)
                || isOperation(exchange) && (declared(exchange).contains(name) || name.equals(AdminApi.INITIATOR));
    }

    private boolean isOperation(Exchange exchange) {
        return camel.getCamelContextExtension().getContextPlugin(Model.class).getRestDefinitions().stream()
                .anyMatch(rest -> path(exchange).startsWith(rest.getPath() + "/"));
    }

    private Set<String> declared(Exchange exchange) {
        return camel.getCamelContextExtension().getContextPlugin(Model.class).getRestDefinitions().stream()
                .flatMap(rest ->
                        rest.getVerbs().stream().filter(verb -> path(exchange).equals(rest.getPath() + verb.getPath())))
                .map(VerbDefinition::getParams)
                .flatMap(parameters -> parameters.stream())
                .filter(parameter -> parameter.getType() == RestParamType.query)
                .map(ParamDefinition::getName)
                .collect(Collectors.toSet());
    }

    private static String path(Exchange exchange) {
        return exchange.getFromEndpoint() instanceof PlatformHttpEndpoint endpoint ? endpoint.getPath() : "";
    }
}
