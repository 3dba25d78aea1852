package io.tourbus.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tourbus.job.Job;
import io.tourbus.settings.RunOptionNames;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What an event asks for: a job, and the settings that its options are short for.
 *
 * @param settings those of {@code set} win over the other options
 */
record RunRequest(Job job, Map<String, String> settings) {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Set<String> OTHERS = Set.of("job", "job_type", "set");

    RunRequest {
        settings = Map.copyOf(settings);
    }

    /**
     * @param event options of their own, or as the {@code detail} of an event of EventBridge, whose Scheduler writes JSON
     *     into a string; without a job it is the daily one
     * @throws EventException when it cannot be understood
     * @throws io.tourbus.job.UnknownJobException when there is no such job
     */
    static RunRequest read(InputStream event) throws IOException {
        var read = json(event);
        return read.has("detail") ? ofOptions(detail(read.path("detail"))) : ofOptions(read);
    }

    private static JsonNode json(InputStream event) throws IOException {
        try {
            return MAPPER.readTree(event);
        } catch (JsonProcessingException e) {
            throw new EventException("the event is no JSON");
        }
    }

    private static JsonNode detail(JsonNode detail) {
        try {
            return detail.isTextual() ? MAPPER.readTree(detail.asText()) : detail;
        } catch (JsonProcessingException e) {
            throw new EventException("the detail of the event is no JSON");
        }
    }

    private static RunRequest ofOptions(JsonNode options) {
        if (options.isNull() || options.isMissingNode()) {
            return new RunRequest(Job.DAILY, Map.of());
        }
        if (!options.isObject()) {
            throw new EventException("the event is no JSON object: send {\"job_type\": \"daily\"}");
        }
        options.properties().forEach(option -> requireKnown(option.getKey()));
        var job = Job.of(jobOf(options));
        Map<String, String> said = new LinkedHashMap<>();
        options.fieldNames().forEachRemaining(word -> {
            if (RunOptionNames.has(word) && !options.path(word).isNull()) {
                said.put(word, text(options, word));
            }
        });
        var settings = RunOptionNames.settings(said);
        settings.putAll(set(options.path("set")));
        if (job == Job.BACKFILL && !(options.hasNonNull("since") && options.hasNonNull("until"))) {
            throw new EventException("backfill wants since and until");
        }
        return new RunRequest(job, settings);
    }

    private static void requireKnown(String key) {
        if (!RunOptionNames.has(key) && !OTHERS.contains(key)) {
            throw new EventException(
                    "the event has '%s': use job_type, set, %s".formatted(key, RunOptionNames.words()));
        }
    }

    private static String jobOf(JsonNode options) {
        if (options.has("job") && options.has("job_type")) {
            throw new EventException("the event has both job and job_type: send one of them");
        }
        var key = options.has("job") ? "job" : "job_type";
        if (!options.has(key)) {
            return Job.DAILY.label();
        }
        if (options.path(key).isNull()) {
            throw new EventException("'%s' is null: name a job, or leave it out".formatted(key));
        }
        return text(options, key);
    }

    /** A list becomes what settings have for one. */
    private static String text(JsonNode options, String key) {
        var value = options.path(key);
        if (!value.isArray()) {
            return scalar(key, value);
        }
        return StreamSupport.stream(value.spliterator(), false)
                .map(item -> scalar(key, item))
                .collect(Collectors.joining(","));
    }

    private static String scalar(String key, JsonNode value) {
        if (!value.isValueNode() || value.isNull()) {
            throw new EventException("'%s' is neither a text nor a list of texts".formatted(key));
        }
        return value.asText();
    }

    private static Map<String, String> set(JsonNode set) {
        if (!set.isMissingNode() && !set.isObject()) {
            throw new EventException("'set' is no object of settings");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        set.properties().forEach(field -> settings.put(field.getKey(), scalar(field.getKey(), field.getValue())));
        return settings;
    }
}
