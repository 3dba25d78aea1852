package io.tourbus.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tourbus.job.Job;
import io.tourbus.settings.RunOptionCheck;
import io.tourbus.settings.SettingsTable;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The job of a Lambda event, and its options as settings. An event can choose only what a person who starts a run can choose. Other
 * settings, such as addresses, would let its sender use the role and the API keys of the function.
 *
 * @param settings values by setting key
 */
record RunRequest(Job job, Map<String, String> settings) {

    /** An event is not valid. The message says why, on one line. */
    static final class EventException extends RuntimeException {

        EventException(String message) {
            super(message);
        }
    }

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /** Camel would replace {@code {{env:…}}} by an environment variable of the function. */
    private static final String PLACEHOLDER = "{{";

    private static final Set<String> JOB_FIELDS = Set.of("job", "job_type");
    /** All options of a run but the one that names a file: the sender must not read files of the function. */
    private static final List<String> OPTIONS = SettingsTable.runOptions().stream()
            .filter(option -> !option.equals("artists-file"))
            .toList();

    RunRequest {
        settings = Map.copyOf(settings);
    }

    /**
     * @param event a JSON object with the options, or an EventBridge event with the options in {@code detail}, which EventBridge
     *     Scheduler sends as a string; the default job is {@code daily}
     * @throws EventException if the event is not valid
     * @throws io.tourbus.job.UnknownJobException if there is no such job
     */
    static RunRequest read(InputStream event) throws IOException {
        var root = parse(event);
        return ofOptions(root.has("detail") ? detail(root.path("detail")) : root);
    }

    private static JsonNode parse(InputStream event) throws IOException {
        try {
            return MAPPER.readTree(event);
        } catch (JsonProcessingException e) {
            throw new EventException("The event is not valid JSON.");
        }
    }

    private static JsonNode detail(JsonNode detail) {
        try {
            return detail.isTextual() ? MAPPER.readTree(detail.asText()) : detail;
        } catch (JsonProcessingException e) {
            throw new EventException("The field 'detail' of the event is not valid JSON.");
        }
    }

    private static RunRequest ofOptions(JsonNode options) {
        if (options.isNull() || options.isMissingNode()) {
            return new RunRequest(Job.DAILY, Map.of());
        }
        if (!options.isObject()) {
            throw new EventException("The event is not a JSON object. Send {\"job_type\": \"daily\"}.");
        }
        options.properties().forEach(option -> requireKnown(option.getKey()));
        var job = Job.of(jobOf(options));
        Map<String, String> named = new LinkedHashMap<>();
        options.properties().forEach(option -> {
            if (OPTIONS.contains(option.getKey()) && !option.getValue().isNull()) {
                named.put(option.getKey(), text(option.getKey(), option.getValue()));
            }
        });
        new RunOptionCheck(job.label(), named, SettingsTable::field).problem().ifPresent(problem -> {
            throw new EventException(problem);
        });
        if (job == Job.BACKFILL && !(options.hasNonNull("since") && options.hasNonNull("until"))) {
            throw new EventException("backfill requires 'since' and 'until'. Add both to the event.");
        }
        return new RunRequest(job, SettingsTable.settingsOfRun(named));
    }

    private static void requireKnown(String key) {
        if (!OPTIONS.contains(key) && !JOB_FIELDS.contains(key)) {
            throw new EventException(
                    "Unknown field of the event: '%s'. Use job_type, %s.".formatted(key, String.join(", ", OPTIONS)));
        }
    }

    private static String jobOf(JsonNode options) {
        if (options.has("job") && options.has("job_type")) {
            throw new EventException("The event has both 'job' and 'job_type'. Remove one of them.");
        }
        var key = options.has("job") ? "job" : "job_type";
        if (!options.has(key)) {
            return Job.DAILY.label();
        }
        if (options.path(key).isNull()) {
            throw new EventException("'%s' is null. Set it to a job, or remove it.".formatted(key));
        }
        return text(key, options.path(key));
    }

    /** Joins the items of a list with commas, as in settings. */
    private static String text(String key, JsonNode value) {
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false)
                        .map(item -> scalar(key, item))
                        .collect(Collectors.joining(","))
                : scalar(key, value);
    }

    private static String scalar(String key, JsonNode value) {
        if (!value.isValueNode() || value.isNull()) {
            throw new EventException("'%s' is neither a string nor a list of strings.".formatted(key));
        }
        if (value.asText().contains(PLACEHOLDER)) {
            throw new EventException("'%s' contains '%s'. Write the value itself.".formatted(key, PLACEHOLDER));
        }
        return value.asText();
    }
}
