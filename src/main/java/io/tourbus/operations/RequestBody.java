package io.tourbus.operations;

import io.tourbus.job.Job;
import io.tourbus.settings.RunOptionCheck;
import io.tourbus.settings.SettingsTable;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/** The JSON object of an HTTP request or a Lambda event with options. Messages name an option as in JSON. */
public record RequestBody(Map<?, ?> fields) {

    /** The options of a run that anybody may choose. The other one names a file, which only a user of this machine may read. */
    public static final List<String> RUN_OPTIONS = SettingsTable.runOptions().stream()
            .filter(option -> !option.equals("artists-file"))
            .toList();

    /** Camel would replace {@code {{env:…}}} by an environment variable of this process. */
    private static final String PLACEHOLDER = "{{";

    private static final String SETTINGS = "settings";

    public static RequestBody of(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof Map<?, ?> fields) {
            return new RequestBody(fields);
        }
        var text = exchange.getMessage().getBody(String.class);
        if (text == null || text.isBlank()) {
            return new RequestBody(Map.of());
        }
        throw new InvalidOptionException("The request body is not a JSON object.");
    }

    /** @throws InvalidOptionException if there are other fields */
    public RequestBody only(String... known) {
        for (var name : fields.keySet()) {
            if (!List.of(known).contains(name)) {
                throw new InvalidOptionException(
                        "Unknown field: '%s'. Use %s.".formatted(name, String.join(", ", known)));
            }
        }
        return this;
    }

    /**
     * The options of a run.
     *
     * @param trusted whether the sender is a user of this machine, who may also choose files and settings
     */
    public RunRequest run(Job job, boolean trusted) {
        List<String> known = new ArrayList<>(trusted ? SettingsTable.runOptions() : RUN_OPTIONS);
        if (trusted) {
            known.add(SETTINGS);
        }
        known.add("resume");
        only(known.toArray(String[]::new));
        return new RunRequest(job.label(), options(job), settings());
    }

    /** The options of a run as text, by name. */
    public Map<String, String> options(Job job) {
        Map<String, String> options = new LinkedHashMap<>();
        SettingsTable.runOptions().forEach(name -> text(name).ifPresent(value -> options.put(name, value)));
        new RunOptionCheck(job.label(), options, SettingsTable::field).problem().ifPresent(problem -> {
            throw new InvalidOptionException(problem);
        });
        if (job == Job.BACKFILL && !flag("resume") && !options.keySet().containsAll(List.of("since", "until"))) {
            throw new InvalidOptionException("backfill requires 'since' and 'until'. Add both.");
        }
        return options;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        if (fields.get(SETTINGS) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> settings.put(String.valueOf(key), String.valueOf(value)));
        }
        return settings;
    }

    public boolean flag(String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    public String required(String name) {
        return text(name).orElseThrow(() -> new InvalidOptionException("'%s' is missing.".formatted(name)));
    }

    public LocalDate day(String name) {
        var value = required(name);
        try {
            return LocalDate.parse(value);
        } catch (DateTimeException e) {
            throw new InvalidOptionException(
                    "'%s' is not a day: %s. Use YYYY-MM-DD, such as 2026-11-23.".formatted(name, value));
        }
    }

    /** The items of a list joined with commas, as in settings. */
    public Optional<String> text(String name) {
        var value = fields.get(name);
        return value instanceof List<?> items
                ? Optional.of(items.stream().map(item -> scalar(name, item)).collect(Collectors.joining(",")))
                : Optional.ofNullable(value).map(item -> scalar(name, item));
    }

    private static String scalar(String name, Object value) {
        if (value == null || value instanceof Map || value instanceof List) {
            throw new InvalidOptionException("'%s' is neither a string nor a list of strings.".formatted(name));
        }
        if (value.toString().contains(PLACEHOLDER)) {
            throw new InvalidOptionException(
                    "'%s' contains '%s'. Write the value itself.".formatted(name, PLACEHOLDER));
        }
        return value.toString();
    }

    public DeadLetterSelection selection() {
        List<Long> ids = new ArrayList<>();
        if (fields.get("ids") instanceof List<?> items) {
            items.forEach(item -> {
                if (!(item instanceof Integer) && !(item instanceof Long)) {
                    throw new InvalidOptionException("'ids' is not a list of numbers.");
                }
                ids.add(((Number) item).longValue());
            });
        }
        if (ids.isEmpty() == !flag("all")) {
            throw new InvalidOptionException("Set either 'ids' to a list of IDs, or 'all' to true.");
        }
        return new DeadLetterSelection(ids, flag("all"));
    }
}
