package io.tourbus.admin.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tourbus.admin.AdminApi;
import io.tourbus.admin.DeadLetterApi;
import io.tourbus.admin.RecordBrowser;
import io.tourbus.admin.RequestParameters;
import io.tourbus.admin.RouteAdmin;
import io.tourbus.admin.SliceBrowser;
import io.tourbus.admin.WarehouseBrowser;
import io.tourbus.admin.jmx.SourceControl;
import io.tourbus.admin.status.RunLog;
import io.tourbus.admin.status.ServiceStatus;
import io.tourbus.job.Job;
import io.tourbus.lake.LakeBrowser;
import io.tourbus.operations.RequestBody;
import io.tourbus.reload.ReloadStatus;
import io.tourbus.settings.Setting;
import io.tourbus.settings.SettingsTable;
import io.tourbus.state.RunRepository.RunFilter;
import io.tourbus.stream.StreamTail;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.model.rest.ParamDefinition;
import org.apache.camel.model.rest.ResponseMessageDefinition;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.model.rest.RestParamType;
import org.apache.camel.model.rest.VerbDefinition;

/**
 * The OpenAPI document. Operations, parameters and responses are those of the REST definition; schemas are those of the types that
 * the beans of the operations return.
 */
final class OpenApiDocument {

    private static final Map<String, Class<?>> BEANS = Map.ofEntries(
            Map.entry("adminApi", AdminApi.class),
            Map.entry("deadLetterApi", DeadLetterApi.class),
            Map.entry("lakeBrowser", LakeBrowser.class),
            Map.entry("recordBrowser", RecordBrowser.class),
            Map.entry("sliceBrowser", SliceBrowser.class),
            Map.entry("runLog", RunLog.class),
            Map.entry("warehouseBrowser", WarehouseBrowser.class),
            Map.entry("reloadStatus", ReloadStatus.class),
            Map.entry("routeControl", RouteAdmin.class),
            Map.entry("serviceStatus", ServiceStatus.class),
            Map.entry("sourceStatus", SourceControl.Sources.class));

    /** The methods that create the responses of routes. */
    private static final Map<String, String> ROUTES = Map.of(
            "direct:trigger-job", "bean:adminApi?method=accepted",
            "direct:trigger-replay", "bean:deadLetterApi?method=list");

    private static final Map<String, String> TAGS = new TreeMap<>(Map.of(
            "jobs", "Jobs and their schedules",
            "runs", "Runs with their progress and reports",
            "completeness", "What the queries of the last runs received",
            "dead-letters", "Entities and records that could not be normalized or delivered",
            "tasks", "Work that another operation has started",
            "lake", "Objects in the bucket",
            "sources", "Sources with their limits",
            "status", "What does not work as it should",
            "routes", "Camel routes and edits",
            "events", "Server-sent events"));

    private static final Map<String, String> TAG_OF =
            Map.of("reload", "routes", "records", "lake", "warehouse", "lake", "status", "status");

    private static final Map<Integer, String> COMMON = new TreeMap<>(Map.of(
            401, "The token is missing or wrong.",
            403, "No token is configured, or the request names another host or web site.",
            500, "Tourbus could not process the request. The reason is in its log.",
            503, "A route is suspended, the state database does not respond, or Tourbus is stopping."));

    private final ObjectMapper mapper = new ObjectMapper();
    private final RecordSchemas schemas = new RecordSchemas();
    private final RestDefinition rest;

    OpenApiDocument(RestDefinition rest) {
        this.rest = rest;
    }

    ObjectNode generate() {
        var document = object().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Tourbus")
                .put("version", "1")
                .put("summary", "Control jobs, runs, dead letters and routes.")
                .put("description", "The HTTP API of tourbus serve. Times are in ISO 8601 and UTC.")
                .putObject("license")
                .put("name", "Apache 2.0")
                .put("identifier", "Apache-2.0");
        document.putArray("servers").addObject().put("url", "/").put("description", "The server of this document");
        TAGS.forEach((name, text) ->
                document.withArray("tags").addObject().put("name", name).put("description", text));
        var paths = new TreeMap<String, ObjectNode>();
        rest.getVerbs()
                .forEach(verb -> paths.computeIfAbsent(rest.getPath() + verb.getPath(), path -> object())
                        .set(verb.asVerb(), operation(verb)));
        paths.put("/api/events", stream("events", "get-events", "Sends the status every second.", StatusEvent.class));
        paths.put(
                "/api/stream",
                stream(
                        "events",
                        "get-stream",
                        "Sends new records of the stream every second, at most 100 of each shard.",
                        streamed("next")));
        var all = document.putObject("paths");
        paths.forEach(all::set);
        document.set("components", components());
        return document;
    }

    private ObjectNode object() {
        return mapper.createObjectNode();
    }

    private static Type streamed(String method) {
        return method(StreamTail.class, method).getGenericReturnType();
    }

    private ObjectNode stream(String tag, String id, String text, Type event) {
        var operation = operation(tag, id, text);
        var responses = object();
        responses
                .putObject("200")
                .put(
                        "description",
                        "A stream of server-sent events that does not end. The data of each event is JSON with this schema.")
                .putObject("content")
                .putObject("text/event-stream")
                .set("schema", schemas.of(event));
        addErrors(responses);
        operation.set("responses", responses);
        addSecurity(operation, false);
        return object().set("get", operation);
    }

    private ObjectNode operation(String tag, String id, String text) {
        var end = text.indexOf(". ");
        var operation = object();
        operation.putArray("tags").add(tag);
        operation.put("operationId", id).put("summary", end < 0 ? text : text.substring(0, end + 1));
        return operation.put("description", text);
    }

    private ObjectNode operation(VerbDefinition verb) {
        var changes = !verb.asVerb().equals("get");
        var first = verb.getPath().split("/")[1];
        var operation = operation(TAG_OF.getOrDefault(first, first), verb.getId(), verb.getDescriptionText());
        for (var parameter : verb.getParams()) {
            if (parameter.getType() == RestParamType.body) {
                operation.set("requestBody", body(verb.getId(), parameter));
            } else {
                operation.withArray("parameters").add(parameter(parameter, verb.getId()));
            }
        }
        operation.set("responses", responses(verb));
        addSecurity(operation, changes);
        return operation;
    }

    private void addSecurity(ObjectNode operation, boolean changes) {
        var security = operation.putArray("security");
        security.addObject().putArray("writeToken");
        if (!changes) {
            security.addObject().putArray("readToken");
            security.addObject();
        }
    }

    private ObjectNode parameter(ParamDefinition definition, String operation) {
        var parameter = object().put("name", definition.getName())
                .put("in", definition.getType().name())
                .put("description", definition.getDescription())
                .put("required", definition.getRequired());
        var schema = parameter.putObject("schema").put("type", definition.getDataType());
        var names = values(definition.getName(), operation);
        if (!names.isEmpty()) {
            names.forEach(schema.withArray("enum")::add);
        }
        if (definition.getName().equals("limit")) {
            schema.put("minimum", 1)
                    .put("maximum", RequestParameters.MAX_LIMIT)
                    .put("default", RequestParameters.DEFAULT_LIMIT);
        } else if (definition.getDataType().equals("integer")) {
            schema.put("format", "int64").put("minimum", 0);
        } else if (definition.getDataType().equals("boolean")) {
            schema.put("default", false);
        }
        return parameter;
    }

    private static List<String> values(String parameter, String operation) {
        return switch (parameter) {
            case "job" ->
                Stream.of(Job.values())
                        .filter(job -> job.scheduled()
                                || !Set.of("post-pause-job", "post-resume-job").contains(operation))
                        .map(Job::label)
                        .toList();
            case "status" -> RunFilter.STATUSES;
            default -> List.of();
        };
    }

    private ObjectNode body(String operation, ParamDefinition definition) {
        var body = object().put("description", definition.getDescription()).put("required", definition.getRequired());
        var content = body.putObject("content").putObject("application/json");
        content.set("schema", reference(bodyOf(operation)));
        var examples = definition.getExamples();
        if (examples != null && !examples.isEmpty()) {
            try {
                content.set("example", mapper.readTree(examples.get(0).getValue()));
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new IllegalStateException("the example of " + operation + " is not JSON", e);
            }
        }
        return body;
    }

    private static String bodyOf(String operation) {
        return switch (operation) {
            case "post-trigger-job" -> "RunOptions";
            case "post-redeliver-run" -> "Redelivery";
            case "post-find-runs" -> "RunsOfDay";
            default -> "DeadLetterSelection";
        };
    }

    private ObjectNode reference(String name) {
        return object().put("$ref", "#/components/schemas/" + name);
    }

    private ObjectNode responses(VerbDefinition verb) {
        var responses = object();
        for (var message : verb.getResponseMsgs()) {
            var success = message.getCode().startsWith("2");
            responses.set(message.getCode(), success ? success(verb, message) : error(message.getMessage()));
        }
        addErrors(responses);
        var sorted = new TreeMap<String, com.fasterxml.jackson.databind.JsonNode>();
        responses.properties().forEach(response -> sorted.put(response.getKey(), response.getValue()));
        return object().setAll(sorted);
    }

    private ObjectNode success(VerbDefinition verb, ResponseMessageDefinition message) {
        var response = object().put("description", message.getMessage());
        if (message.getCode().equals("202")) {
            response.putObject("headers")
                    .putObject("Location")
                    .put("description", "The address of the run or task, or the list of dead letters")
                    .putObject("schema")
                    .put("type", "string")
                    .put("format", "uri-reference");
        }
        response.putObject("content").putObject("application/json").set("schema", schemas.of(returned(verb)));
        return response;
    }

    /** The type that the bean or the route of an operation returns. */
    private static Type returned(VerbDefinition verb) {
        var to = verb.getTo().getUri();
        var uri = ROUTES.getOrDefault(to.split("\\?")[0], to).split("\\?");
        var method = uri[1].replaceFirst(".*method=([^&]+).*", "$1");
        return method(BEANS.get(uri[0].substring("bean:".length())), method).getGenericReturnType();
    }

    private static Method method(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no method " + name + " in " + type));
    }

    private ObjectNode error(String text) {
        var response = object().put("description", text);
        response.putObject("content").putObject("application/json").set("schema", reference("Error"));
        return response;
    }

    private void addErrors(ObjectNode responses) {
        COMMON.keySet()
                .forEach(code ->
                        responses.putObject(String.valueOf(code)).put("$ref", "#/components/responses/" + code));
    }

    private ObjectNode components() {
        var components = object();
        var schemes = components.putObject("securitySchemes");
        schemes.putObject("writeToken")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "The token tourbus.server.token. It allows everything.");
        schemes.putObject("readToken")
                .put("type", "http")
                .put("scheme", "bearer")
                .put(
                        "description",
                        "The token tourbus.server.read-token. It allows reading. On a loopback address, programs on the same"
                                + " machine need no token for reading unless this one is set.");
        var responses = components.putObject("responses");
        COMMON.forEach((code, text) -> responses.set(String.valueOf(code), error(text)));
        Map<String, ObjectNode> all = new TreeMap<>(schemas.components());
        all.put("Error", errorSchema());
        all.putAll(bodies());
        all.forEach(components.putObject("schemas")::set);
        return components;
    }

    private ObjectNode errorSchema() {
        var error = object().put("type", "object");
        error.putArray("required").add("error");
        error.putObject("properties")
                .putObject("error")
                .put("type", "string")
                .put("description", "What is wrong, and what to do.")
                .putArray("examples")
                .add("There is no such run. List the runs with GET /api/runs.");
        return error;
    }

    private Map<String, ObjectNode> bodies() {
        Map<String, ObjectNode> bodies = new LinkedHashMap<>();
        bodies.put("RunOptions", runOptions());
        var bucket = text("Another bucket to read");
        bodies.put("Redelivery", body(List.of("to"), Map.of("to", text("The sink: lake or stream"), "from", bucket)));
        bodies.put(
                "RunsOfDay",
                body(List.of("day"), Map.of("day", text("A UTC day").put("format", "date"), "from", bucket)));
        ObjectNode ids = object().put("type", "array").put("minItems", 1).put("description", "IDs of dead letters");
        ids.putObject("items").put("type", "integer").put("format", "int64");
        ObjectNode every =
                object().put("type", "boolean").put("const", true).put("description", "Selects all dead letters");
        var selection = body(List.of(), Map.of("ids", ids, "all", every));
        selection.putArray("oneOf").add(requires("ids")).add(requires("all"));
        bodies.put("DeadLetterSelection", selection);
        return bodies;
    }

    private ObjectNode requires(String field) {
        var schema = object();
        schema.putArray("required").add(field);
        return schema;
    }

    private ObjectNode text(String description) {
        return object().put("type", "string").put("description", description);
    }

    private ObjectNode body(List<String> required, Map<String, ObjectNode> properties) {
        var schema = object().put("type", "object").put("additionalProperties", false);
        required.forEach(schema.withArray("required")::add);
        new TreeMap<>(properties).forEach(schema.putObject("properties")::set);
        return schema;
    }

    /** A string or a number for most options, because their values are those of the settings. */
    private ObjectNode runOptions() {
        Map<String, ObjectNode> options = new TreeMap<>();
        for (var option : RequestBody.RUN_OPTIONS) {
            options.put(option, runOption(SettingsTable.ofRunOption(option)));
        }
        options.put(
                "resume",
                object().put("type", "boolean")
                        .put("description", "Continues the unfinished run of the job.")
                        .put("default", false));
        return body(List.of(), options);
    }

    private ObjectNode runOption(Setting setting) {
        var schema = object();
        switch (setting.type()) {
            case BOOLEAN -> schema.put("type", "boolean");
            case INTEGER -> {
                schema.put("type", "integer");
                setting.column("min").ifPresent(min -> schema.put("minimum", Long.parseLong(min)));
                setting.column("max").ifPresent(max -> schema.put("maximum", Long.parseLong(max)));
            }
            case LIST -> {
                ArrayNode types = schema.putArray("type");
                types.add("string").add("array");
                schema.putObject("items").put("type", "string");
            }
            default -> schema.put("type", "string");
        }
        return schema.put("description", setting.column("text").orElseThrow().strip());
    }
}
