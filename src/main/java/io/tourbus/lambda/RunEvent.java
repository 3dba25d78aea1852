package io.tourbus.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tourbus.job.Job;
import io.tourbus.operations.InvalidOptionException;
import io.tourbus.operations.RequestBody;
import io.tourbus.settings.SettingsTable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The job of a Lambda event, and its options as settings. An event can choose only what a person who starts a run can choose. Other
 * settings, such as addresses, would let its sender use the role and the API keys of the function.
 *
 * @param settings values by setting key
 */
record RunEvent(Job job, Map<String, String> settings) {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String[] FIELDS = Stream.concat(Stream.of("job_type", "job"), RequestBody.RUN_OPTIONS.stream())
            .toArray(String[]::new);

    RunEvent {
        settings = Map.copyOf(settings);
    }

    /**
     * @param event a JSON object with the options, or an EventBridge event with the options in {@code detail}, which EventBridge
     *     Scheduler sends as a string; the default job is {@code daily}
     * @throws InvalidOptionException if the event is not valid
     * @throws io.tourbus.job.UnknownJobException if there is no such job
     */
    static RunEvent read(InputStream event) throws IOException {
        var root = parse(event);
        return ofOptions(root.has("detail") ? detail(root.path("detail")) : root);
    }

    private static JsonNode parse(InputStream event) throws IOException {
        try {
            return MAPPER.readTree(event);
        } catch (JsonProcessingException e) {
            throw new InvalidOptionException("The event is not valid JSON.");
        }
    }

    private static JsonNode detail(JsonNode detail) {
        try {
            return detail.isTextual() ? MAPPER.readTree(detail.asText()) : detail;
        } catch (JsonProcessingException e) {
            throw new InvalidOptionException("The field 'detail' of the event is not valid JSON.");
        }
    }

    private static RunEvent ofOptions(JsonNode options) {
        if (options.isNull() || options.isMissingNode()) {
            return new RunEvent(Job.DAILY, Map.of());
        }
        if (!options.isObject()) {
            throw new InvalidOptionException("The event is not a JSON object. Send {\"job_type\": \"daily\"}.");
        }
        var body = new RequestBody(MAPPER.convertValue(options, Map.class)).only(FIELDS);
        var job = jobOf(body);
        return new RunEvent(job, SettingsTable.settingsOfRun(body.options(job)));
    }

    private static Job jobOf(RequestBody body) {
        var names =
                Stream.of("job_type", "job").filter(body.fields()::containsKey).toList();
        if (names.size() > 1) {
            throw new InvalidOptionException("The event has both 'job' and 'job_type'. Remove one of them.");
        }
        return names.stream()
                .map(name -> body.text(name)
                        .orElseThrow(() -> new InvalidOptionException(
                                "'%s' is null. Set it to a job, or remove it.".formatted(name))))
                .findFirst()
                .map(Job::of)
                .orElse(Job.DAILY);
    }
}
