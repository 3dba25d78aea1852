package io.tourbus.reload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.DefaultRouteTemplateContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.StringHelper;

/** Files as Camel reads them, of which nothing is started; each time other objects. */
record RouteReader(CamelContext camel) {

    /** @throws Exception when Camel cannot read it */
    List<RouteTemplateDefinition> templates(Path file) throws Exception {
        return builder(file).getRouteTemplateCollection().getRouteTemplates();
    }

    /**
     * Some of the routes of a file.
     *
     * @param templates that win over those that Camel has
     * @throws Exception when Camel cannot read it, or a template is missing
     */
    List<RouteDefinition> routes(Path file, Set<String> ids, List<RouteTemplateDefinition> templates) throws Exception {
        var read = builder(file);
        List<RouteDefinition> routes = new ArrayList<>(read.getRouteCollection().getRoutes());
        routes.removeIf(route -> !ids.contains(route.getId()));
        for (var made : read.getTemplatedRouteCollection().getTemplatedRoutes()) {
            if (ids.contains(made.getRouteId())) {
                routes.add(made(made, template(made.getRouteTemplateRef(), templates)));
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
        var known =
                camel.getCamelContextExtension().getContextPlugin(Model.class).getRouteTemplateDefinition(id);
        var template = templates.stream()
                .filter(some -> some.getId().equals(id))
                .findFirst()
                .orElse(known);
        if (template == null) {
            throw new ReloadException("there is no template '%s'".formatted(id));
        }
        if (template.getTemplateBeans() != null && !template.getTemplateBeans().isEmpty()) {
            throw new ReloadException("the template '%s' has beans: start Tourbus again".formatted(id));
        }
        return template;
    }

    /** As Camel does when it adds such a route. */
    private RouteDefinition made(TemplatedRouteDefinition made, RouteTemplateDefinition template) {
        var context = new DefaultRouteTemplateContext(camel);
        Map<String, Object> values = new HashMap<>();
        if (template.getTemplateParameters() != null) {
            for (var parameter : template.getTemplateParameters()) {
                if (parameter.getDefaultValue() != null) {
                    put(values, parameter.getName(), parameter.getDefaultValue());
                }
            }
        }
        if (made.getParameters() != null) {
            made.getParameters().forEach(parameter -> put(values, parameter.getName(), parameter.getValue()));
        }
        requireParameters(template, values);
        values.forEach(context::setParameter);
        var route = template.asRouteDefinition();
        route.setId(made.getRouteId());
        if (made.getPrefixId() != null) {
            route.setNodePrefixId(made.getPrefixId());
        }
        route.setTemplateParameters(values);
        route.setRouteTemplateContext(context);
        return route;
    }

    private static void requireParameters(RouteTemplateDefinition template, Map<String, Object> values) {
        if (template.getTemplateParameters() != null) {
            template.getTemplateParameters().stream()
                    .filter(parameter -> parameter.isRequired() && !values.containsKey(parameter.getName()))
                    .findFirst()
                    .ifPresent(parameter -> {
                        throw new ReloadException("the template '%s' wants the parameter '%s'"
                                .formatted(template.getId(), parameter.getName()));
                    });
        }
    }

    private static void put(Map<String, Object> values, String name, Object value) {
        values.put(name, value);
        values.put(StringHelper.dashToCamelCase(name), value);
        values.put(StringHelper.camelCaseToDash(name), value);
    }
}
