package io.tourbus.admin.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tourbus.admin.AdminApi;
import io.tourbus.admin.RouteAdmin;
import io.tourbus.admin.jmx.SourceControl;
import io.tourbus.admin.status.ServiceStatus;
import io.tourbus.lake.LakeBrowser;
import io.tourbus.operations.DeadLetterView;
import io.tourbus.operations.RedeliveredRun;
import io.tourbus.operations.Replayed;
import io.tourbus.operations.ReprocessedRun;
import io.tourbus.operations.RunLine;
import io.tourbus.operations.RunView;
import io.tourbus.reload.ReloadStatus;
import io.tourbus.run.RunReport;
import io.tourbus.schedule.Schedules;
import io.tourbus.stream.StreamTail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.api.management.ManagedAttribute;

/**
 * JSON schemas of the Java types that the API serializes. Names and types are those of Jackson, descriptions those of the Javadoc. A
 * field is nullable if its description contains the word null, and optional if Jackson omits null.
 */
final class RecordSchemas {

    private static final Map<Class<?>, String> NAMES = Map.ofEntries(
            Map.entry(AdminApi.Accepted.class, "StartedRun"),
            Map.entry(AdminApi.QueryView.class, "Completeness"),
            Map.entry(Schedules.Line.class, "Job"),
            Map.entry(RouteAdmin.Line.class, "Route"),
            Map.entry(RunLine.class, "RunSummary"),
            Map.entry(RunView.class, "Run"),
            Map.entry(ServiceStatus.View.class, "Status"),
            Map.entry(RunReport.Line.class, "EntityCounts"),
            Map.entry(RunReport.QueryLine.class, "QueryCounts"),
            Map.entry(RunReport.Cancelled.class, "Cancellation"),
            Map.entry(SourceControl.class, "Source"),
            Map.entry(DeadLetterView.class, "DeadLetter"),
            Map.entry(LakeBrowser.Folder.class, "Folder"),
            Map.entry(LakeBrowser.Item.class, "LakeObject"),
            Map.entry(LakeBrowser.Lines.class, "ObjectLines"),
            Map.entry(ReloadStatus.View.class, "Reload"),
            Map.entry(ReloadStatus.Refusal.class, "RefusedEdit"),
            Map.entry(StreamTail.Line.class, "StreamRecord"));

    /** The names of nested records that are visible only in their package. */
    private static final Map<String, String> TASKS = Map.of(
            "io.tourbus.admin.Tasks$Accepted", "StartedTask",
            "io.tourbus.admin.Tasks$View", "Task");

    /** The results of tasks, which Java stores as objects. The last one is that of finding runs. */
    private static final List<Type> RESULTS = List.of(ReprocessedRun.class, RedeliveredRun.class, Replayed.class);

    private static final Pattern PARAM = Pattern.compile("@param (\\w+) (.*?)(?=@|$)", Pattern.DOTALL);

    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, ObjectNode> components = new TreeMap<>();

    /** The schemas that the others refer to, by name. */
    Map<String, ObjectNode> components() {
        return components;
    }

    ObjectNode of(Type type) {
        return of(mapper.constructType(type));
    }

    private ObjectNode of(JavaType type) {
        var raw = type.getRawClass();
        if (raw == byte[].class) {
            return typed("string").put("contentEncoding", "base64");
        }
        if (type.isCollectionLikeType()) {
            return typed("array").set("items", of(type.getContentType()));
        }
        if (type.isMapLikeType()) {
            return typed("object").set("additionalProperties", of(type.getContentType()));
        }
        if (raw == String.class) {
            return typed("string");
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return typed("boolean");
        }
        if (raw == double.class) {
            return typed("number");
        }
        if (raw == long.class || raw == Long.class) {
            return typed("integer").put("format", "int64");
        }
        if (raw == int.class || raw == Integer.class) {
            return typed("integer").put("format", "int32");
        }
        if (raw == JsonNode.class) {
            return typed("object");
        }
        if (raw == Object.class) {
            return result();
        }
        if (raw.isEnum()) {
            var schema = typed("string");
            List.of(raw.getEnumConstants())
                    .forEach(value -> schema.withArray("enum").add(mapper.convertValue(value, String.class)));
            return schema;
        }
        return reference(type);
    }

    private ObjectNode typed(String type) {
        return mapper.createObjectNode().put("type", type);
    }

    private ObjectNode result() {
        var schema = mapper.createObjectNode();
        RESULTS.forEach(type -> schema.withArray("anyOf").add(of(type)));
        schema.withArray("anyOf").add(typed("array").set("items", typed("string")));
        return schema;
    }

    private ObjectNode reference(JavaType type) {
        var name = name(type.getRawClass());
        if (!components.containsKey(name)) {
            var schema = typed("object");
            components.put(name, schema);
            describe(type, schema);
        }
        return mapper.createObjectNode().put("$ref", "#/components/schemas/" + name);
    }

    private static String name(Class<?> type) {
        return NAMES.getOrDefault(type, TASKS.getOrDefault(type.getName(), type.getSimpleName()));
    }

    private void describe(JavaType type, ObjectNode schema) {
        var javadoc = javadoc(type.getRawClass());
        var summary = javadoc.getOrDefault("", "");
        if (!summary.isBlank()) {
            schema.put("description", summary);
        }
        var ofAll = type.getRawClass().getAnnotation(JsonInclude.class);
        for (var property : serialized(type)) {
            var text = text(property, javadoc);
            var mayBeNull = text.matches("(?s).*\\bnull\\b.*");
            var omitted = Set.of(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_DEFAULT)
                            .contains(property.findInclusion().getValueInclusion())
                    || ofAll != null && mayBeNull;
            if (!omitted) {
                schema.withArray("required").add(property.getName());
            }
            var plain = property.getName().equals("report") ? of(RunReport.class) : of(property.getPrimaryType());
            var described = mayBeNull && !omitted ? nullable(plain) : plain;
            if (!text.isBlank()) {
                described.put("description", text);
            }
            schema.withObjectProperty("properties").set(property.getName(), described);
        }
    }

    /** In the order of the record. The order of the methods of other classes is not the same in each process. */
    private Collection<BeanPropertyDefinition> serialized(JavaType type) {
        var properties = mapper.getSerializationConfig().introspect(type).findProperties().stream()
                .filter(BeanPropertyDefinition::couldSerialize)
                .filter(property -> !type.isRecordType() || property.hasConstructorParameter() || property.hasField());
        return (type.isRecordType()
                        ? properties
                        : properties.sorted(Comparator.comparing(BeanPropertyDefinition::getName)))
                .toList();
    }

    private static String text(BeanPropertyDefinition property, Map<String, String> javadoc) {
        var attribute = property.getAccessor().getAnnotation(ManagedAttribute.class);
        return attribute == null ? javadoc.getOrDefault(property.getInternalName(), "") : attribute.description();
    }

    private ObjectNode nullable(ObjectNode schema) {
        if (schema.has("type")) {
            var type = schema.remove("type");
            schema.putArray("type").add(type).add("null");
            return schema;
        }
        var either = mapper.createObjectNode();
        either.withArray("anyOf").add(schema).add(typed("null"));
        return either;
    }

    /** The texts of the parameters of a type by name, and its first paragraph by the blank name. */
    private static Map<String, String> javadoc(Class<?> type) {
        var source =
                Path.of("src/main/java", type.getName().replaceAll("\\$.*", "").replace('.', '/') + ".java");
        try {
            var comment = Pattern.compile(
                            "/\\*\\*((?:(?!\\*/).)*)\\*/[^;{}/]*?\\b(?:record|class) " + type.getSimpleName() + "\\b",
                            Pattern.DOTALL)
                    .matcher(Files.readString(source));
            Map<String, String> texts = new HashMap<>();
            if (comment.find()) {
                var plain = plain(comment.group(1));
                texts.put("", plain.replaceAll("(?s)@(param|throws).*", "").strip());
                PARAM.matcher(plain)
                        .results()
                        .forEach(param ->
                                texts.put(param.group(1), param.group(2).strip()));
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String plain(String javadoc) {
        return javadoc.replaceAll("\\n\\s*\\* ?", " ")
                .replaceAll("\\{@code ([^}]*)}", "$1")
                .replaceAll("\\{@link(?:plain)? (?:\\S+ )?([^}]*)}", "$1")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
