package io.tourbus.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tourbus.alerts.SnsComponent;
import io.tourbus.app.settings.Home;
import io.tourbus.app.settings.StartException;
import io.tourbus.hook.Hook;
import io.tourbus.hook.HookTrial;
import io.tourbus.hook.HookTrial.Result;
import io.tourbus.model.Entity;
import io.tourbus.reload.HookFiles;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.SettingsOverrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.sns.SnsClient;

/** Tests the hooks of a file with records. */
public final class HookCheck {

    private HookCheck() {}

    /**
     * Calls each hook of a file with each record.
     *
     * @param records a file with one or more JSON objects
     * @param entity what the objects are; {@code null} to find out
     * @param send whether messages to other systems are sent
     * @throws ConfigurationException if the file of the hooks has a mistake
     * @throws IllegalArgumentException if that of the records has one
     */
    public static List<Result> run(Path file, Path records, Entity entity, SettingsOverrides overrides, boolean send)
            throws IOException {
        var home = Home.path();
        var problems = HookFiles.problems(file, home.resolve("routes/hooks"));
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        var objects = read(records);
        try (var trial = new HookTrial(home, overrides, send)) {
            trial.camel()
                    .addComponent(
                            "sns",
                            new SnsComponent(
                                    region -> SnsClient.builder().region(region).build()));
            load(trial, home.resolve("routes/optional-sinks.camel.yaml"), file.toAbsolutePath());
            if (trial.hooks().isEmpty()) {
                throw new ConfigurationException(
                        List.of("%s has no hook. Let a route read from one of %s.".formatted(file, inputs())));
            }
            List<Result> results = new ArrayList<>();
            for (var object : objects) {
                for (var hook : trial.hooks()) {
                    results.add(trial.call(hook, object.toString().getBytes(UTF_8), kind(object, entity)));
                }
            }
            return results;
        }
    }

    private static void load(HookTrial trial, Path templates, Path file) {
        var files = List.of(templates, file);
        try {
            trial.load(files);
        } catch (Exception e) {
            throw new ConfigurationException(List.of(HookFiles.diagnose(files, file::equals, trial.camel())
                    .orElseGet(() -> StartException.describe(e))));
        }
    }

    private static List<String> inputs() {
        return Arrays.stream(Hook.values()).map(Hook::uri).toList();
    }

    private static Entity kind(JsonNode object, Entity given) {
        var type = object.path("data_type").asText("");
        return given != null || type.isEmpty() ? Objects.requireNonNullElse(given, Entity.EVENTS) : Entity.of(type);
    }

    private static List<JsonNode> read(Path records) throws IOException {
        if (!Files.isReadable(records) || Files.isDirectory(records)) {
            throw new IllegalArgumentException(
                    "--with is not a file: '%s'. Name a file with records.".formatted(records));
        }
        try (MappingIterator<JsonNode> objects = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build()
                .readerFor(JsonNode.class)
                .readValues(records.toFile())) {
            var all = objects.readAll();
            if (all.isEmpty() || !all.stream().allMatch(JsonNode::isObject)) {
                throw new IllegalArgumentException(
                        "%s contains something else than JSON objects, or nothing".formatted(records));
            }
            return all;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("%s is not JSON: line %d: %s"
                    .formatted(records, e.getLocation().getLineNr(), e.getOriginalMessage()));
        }
    }
}
