package io.tourbus.reload;

import io.tourbus.reload.RouteFiles.ReloadException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.DefaultRouteTemplateContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.StringHelper;

/** Loads route definitions from a file without adding them to Camel. Each call creates new objects. */
record RouteReader(CamelContext camel) {

    /** @throws Exception if Camel cannot read the file */
    List<RouteTemplateDefinition> templates(Path file) throws Exception {
        return builder(file).getRouteTemplateCollection().getRouteTemplates();
    }

    /**
     * Loads the routes with the given IDs.
     *
     * @param templates new versions of route templates, which take precedence over those in Camel
     * @throws Exception if Camel cannot read the file, or if a template is missing
     */
    List<RouteDefinition> routes(Path file, Set<String> ids, List<RouteTemplateDefinition> templates) throws Exception {
        var builder = builder(file);
        List<RouteDefinition> routes =
                new ArrayList<>(builder.getRouteCollection().getRoutes());
        routes.removeIf(route -> !ids.contains(route.getId()));
        for (var templated : builder.getTemplatedRouteCollection().getTemplatedRoutes()) {
            if (ids.contains(templated.getRouteId())) {
                routes.add(route(templated, template(templated.getRouteTemplateRef(), templates)));
            }
        }
        return routes;
    }

    private RouteBuilder builder(Path file) throws Exception {
        var resource = ResourceHelper.resolveMandatoryResource(camel, "file:" + file);
        var builder = (RouteBuilder) PluginHelper.getRoutesLoader(camel)
                .findRoutesBuilders(List.of(resource))
                .iterator()
                .next();
        builder.setCamelContext(camel);
        builder.configure();
        return builder;
    }

    private RouteTemplateDefinition template(String id, List<RouteTemplateDefinition> templates) {
        var existing =
                camel.getCamelContextExtension().getContextPlugin(Model.class).getRouteTemplateDefinition(id);
        var template = templates.stream()
                .filter(candidate -> candidate.getId().equals(id))
                .findFirst()
                .orElse(existing);
        if (template == null) {
            throw new ReloadException("Unknown route template: '%s'.".formatted(id));
        }
        if (template.getTemplateBeans() != null && !template.getTemplateBeans().isEmpty()) {
            throw new ReloadException("The route template '%s' defines beans. Restart Tourbus.".formatted(id));
        }
        return template;
    }

    /** Does what Camel does when it adds a templated route. */
    private RouteDefinition route(TemplatedRouteDefinition templated, RouteTemplateDefinition template) {
        Map<String, Object> values = new HashMap<>();
        var declared = Objects.requireNonNullElse(
                template.getTemplateParameters(), List.<RouteTemplateParameterDefinition>of());
        declared.stream()
                .filter(parameter -> parameter.getDefaultValue() != null)
                .forEach(parameter -> put(values, parameter.getName(), parameter.getDefaultValue()));
        if (templated.getParameters() != null) {
            templated.getParameters().forEach(parameter -> put(values, parameter.getName(), parameter.getValue()));
        }
        for (var parameter : declared) {
            if (parameter.isRequired() && !values.containsKey(parameter.getName())) {
                throw new ReloadException("The route template '%s' requires the parameter '%s'."
                        .formatted(template.getId(), parameter.getName()));
            }
        }
        var context = new DefaultRouteTemplateContext(camel);
        values.forEach(context::setParameter);
        var route = template.asRouteDefinition();
        route.setId(templated.getRouteId());
        if (templated.getPrefixId() != null) {
            route.setNodePrefixId(templated.getPrefixId());
        }
        route.setTemplateParameters(values);
        route.setRouteTemplateContext(context);
        return route;
    }

    private static void put(Map<String, Object> values, String name, Object value) {
        values.put(name, value);
        values.put(StringHelper.dashToCamelCase(name), value);
        values.put(StringHelper.camelCaseToDash(name), value);
    }
}
