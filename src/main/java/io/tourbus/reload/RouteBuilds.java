package io.tourbus.reload;

import io.tourbus.reload.LiveContext.Candidates;
import io.tourbus.reload.RefusedException.Reason;
import io.tourbus.reload.RouteFile.Element;
import io.tourbus.reload.RouteSet.Place;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.impl.DefaultModel;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.ObjectHelper;

/** Builds routes from the text of their files, as Camel does at the start, but without adding them to the context. */
record RouteBuilds(LiveContext camel) {

    /** Definitions of routes that are not those of the context. */
    private static final class Definitions extends DefaultModel {

        Definitions(LiveContext camel) {
            super(camel);
        }

        /** Camel would stop the running route with this ID. */
        @Override
        public synchronized void removeRouteDefinition(RouteDefinition route) {}
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    /**
     * @param ids the routes to build
     * @throws RefusedException if one of them cannot be built
     */
    Candidates build(RouteSet set, Set<String> ids) throws Exception {
        requireBeans(set, ids);
        var routes = set.routes();
        var places = ids.stream().filter(routes::containsKey).map(routes::get).toList();
        var files = places.stream()
                .flatMap(place -> Stream.concat(Stream.of(place), set.templateOf(place).stream()))
                .map(Place::file)
                .distinct()
                .toList();
        var candidates = camel.build(() -> {
            var definitions = new Definitions(camel);
            Map<RouteFile, RouteBuilder> builders = new HashMap<>();
            for (var file : files) {
                var builder = load(file);
                builders.put(file, builder);
                definitions.addRouteTemplateDefinitions(
                        builder.getRouteTemplateCollection().getRouteTemplates());
            }
            for (var place : places) {
                refusing(place, set.templateOf(place), () -> build(place, builders.get(place.file()), definitions));
            }
            return null;
        });
        try {
            requireOneConsumer(candidates, set, ids);
        } catch (RefusedException e) {
            camel.discard(candidates);
            throw e;
        }
        return candidates;
    }

    /** Adds the templates of a version to the context, instead of those with the same IDs. */
    void replaceTemplates(RouteSet before, RouteSet after) throws Exception {
        var changed = RouteSet.differences(contents(before), contents(after));
        camel.getRouteTemplateDefinitions().removeIf(template -> changed.contains(template.getId()));
        for (var file :
                after.templates().values().stream().map(Place::file).distinct().toList()) {
            for (var template : load(file).getRouteTemplateCollection().getRouteTemplates()) {
                if (changed.contains(template.getId())) {
                    camel.addRouteTemplateDefinition(template);
                }
            }
        }
    }

    private static Map<String, Object> contents(RouteSet set) {
        return set.templates().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().element().content()));
    }

    private RouteBuilder load(RouteFile file) {
        try {
            return load(file, file.text());
        } catch (Exception e) {
            var reason = Reason.of(e);
            var line = reason.line() > 0 ? reason.line() : file.line(wrongElement(file), reason.word());
            throw new RefusedException(file.path(), line, reason.text());
        }
    }

    /** Loads the elements one by one to find the one that cannot be loaded. */
    private Element wrongElement(RouteFile file) {
        return file.elements().stream()
                .filter(element -> {
                    try {
                        load(file, file.text(element));
                        return false;
                    } catch (Exception e) {
                        return true;
                    }
                })
                .findFirst()
                .orElse(file.elements().get(0));
    }

    private RouteBuilder load(RouteFile file, String text) throws Exception {
        var resource = ResourceHelper.fromString("file:" + file.path(), text);
        var builder = (RouteBuilder) PluginHelper.getRoutesLoader(camel)
                .findRoutesBuilders(List.of(resource))
                .iterator()
                .next();
        builder.setResource(resource);
        builder.configureRoutes(camel);
        builder.getRouteCollection().setResource(resource);
        return builder;
    }

    private void build(Place place, RouteBuilder builder, DefaultModel definitions) throws Exception {
        var id = place.element().id();
        var all = builder.getRouteCollection().getRoutes();
        for (var route : all) {
            if (id.equals(route.getId())) {
                var duplicate = RouteDefinitionHelper.validateUniqueIds(route, all, route.getNodePrefixId());
                if (duplicate != null) {
                    throw place.refuse(
                            duplicate, "Duplicate ID of a step: '%s'. Change one of them.".formatted(duplicate));
                }
                builder.getRouteCollection().prepareRoute(route);
                definitions.addRouteDefinition(route);
            }
        }
        for (var templated : builder.getTemplatedRouteCollection().getTemplatedRoutes()) {
            if (id.equals(templated.getRouteId())) {
                definitions.addRouteFromTemplatedRoute(templated);
            }
        }
    }

    private static void refusing(Place place, Optional<Place> template, Step step) throws Exception {
        try {
            step.run();
        } catch (RefusedException e) {
            throw e;
        } catch (Exception | StackOverflowError e) {
            throw refusal(place, template, e);
        }
    }

    private static RefusedException refusal(Place place, Optional<Place> template, Throwable failure) {
        var reason = Reason.of(failure);
        var element = place.element();
        var text = reason.word().isEmpty()
                ? "The route '%s' cannot start: %s".formatted(element.id(), reason.text())
                : reason.text();
        var inTemplate = template.filter(found -> !element.content().toString().contains(reason.word())
                && found.element().content().toString().contains(reason.word()));
        return inTemplate.orElse(place).refuse(reason.word(), text);
    }

    /** Describes why a route that was built does not start. */
    static RefusedException notStarted(RouteSet set, Set<String> ids, Throwable failure) {
        var routes = set.routes();
        var started = ObjectHelper.getException(FailedToStartRouteException.class, failure);
        var id = started == null ? ids.iterator().next() : started.getRouteId();
        var place = Optional.ofNullable(routes.get(id))
                .orElseGet(() -> routes.values().iterator().next());
        return refusal(place, set.templateOf(place), failure);
    }

    /** Camel itself looks up a bean only when it is first used. */
    private void requireBeans(RouteSet set, Set<String> ids) {
        set.beans(ids).forEach(use -> {
            String name;
            try {
                name = camel.resolvePropertyPlaceholders(use.name());
            } catch (RuntimeException e) {
                throw refusal(use.place(), Optional.empty(), e);
            }
            var bean = camel.getRegistry().lookupByName(name);
            if (bean == null) {
                throw use.place().refuse(name, "Unknown bean: '%s'.".formatted(name));
            }
            use.method().filter(method -> method.matches("\\w+")).ifPresent(method -> {
                var type = bean instanceof Class<?> known ? known : bean.getClass();
                if (Arrays.stream(type.getMethods())
                        .noneMatch(known -> known.getName().equals(method))) {
                    throw use.place().refuse(method, "The bean '%s' has no method '%s'.".formatted(name, method));
                }
            });
        });
    }

    private void requireOneConsumer(Candidates candidates, RouteSet set, Set<String> ids) {
        Map<Object, String> readers = new HashMap<>();
        camel.getRoutes().stream()
                .filter(route -> !ids.contains(route.getId()))
                .forEach(route -> readers.put(input(route.getEndpoint()), route.getId()));
        candidates.inputs().forEach((id, endpoint) -> {
            var input = input(endpoint);
            var other = readers.put(input, id);
            var several =
                    endpoint instanceof MultipleConsumersSupport multiple && multiple.isMultipleConsumersSupported();
            if (other != null && !several) {
                var name = input instanceof String trigger
                        ? trigger
                        : endpoint.getEndpointBaseUri().replace("://", ":");
                throw set.routes()
                        .get(id)
                        .refuse(name, "The routes '%s' and '%s' both read from '%s'.".formatted(other, id, name));
            }
        });
    }

    /** What only one route can read from: an endpoint, or a trigger, whatever its other options are. */
    private static Object input(Endpoint endpoint) {
        return endpoint instanceof QuartzEndpoint quartz ? "quartz:" + quartz.getTriggerKey() : endpoint;
    }
}
