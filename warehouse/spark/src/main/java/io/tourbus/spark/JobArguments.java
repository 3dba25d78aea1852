package io.tourbus.spark;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The arguments of the job.
 *
 * @param lake the bucket or the folder with the lake
 * @param runPrefix of the IDs of the runs to apply; it can be empty
 * @param run the only run to apply
 * @param since the first UTC day to apply, as in a run ID; it can be empty
 * @param snapshotDays how long earlier snapshots are kept
 * @param groupRecords how many records are applied together
 * @param catalog properties of the Iceberg catalog
 */
record JobArguments(
        String lake,
        String database,
        String runPrefix,
        Optional<String> run,
        String since,
        boolean rebuild,
        int snapshotDays,
        long groupRecords,
        Map<String, String> catalog) {

    static final String USAGE =
            "--lake s3://BUCKET [--catalog-warehouse s3://BUCKET/PREFIX] [--run RUN_ID | --day DAY | --since DAY | --rebuild]"
                    + " [--database NAME] [--snapshot-days DAYS] [--group-records NUMBER] [--catalog-PROPERTY VALUE]";

    private static final String CATALOG = "--catalog-";
    private static final String REBUILD = "--rebuild";
    private static final Set<String> KNOWN =
            Set.of("--lake", "--database", "--run", "--day", "--since", REBUILD, "--snapshot-days", "--group-records");

    /** Whether AWS Glue has started the job. Glue adds its own arguments. */
    static boolean onGlue(String... arguments) {
        return List.of(arguments).contains("--JOB_NAME");
    }

    /** @throws JobException if an argument is not valid */
    static JobArguments parse(String... arguments) {
        var given = read(arguments);
        var selections = new ArrayList<>(List.of("--run", "--day", "--since", REBUILD));
        selections.removeIf(name -> !given.containsKey(name));
        if (selections.size() > 1) {
            throw usage("%s exclude each other. Use one of them.".formatted(String.join(" and ", selections)));
        }
        var run = Optional.ofNullable(given.get("--run"));
        return new JobArguments(
                lake(given),
                given.getOrDefault("--database", "concert_lake"),
                run.or(() -> day(given, "--day")).orElse(""),
                run,
                day(given, "--since").orElse(""),
                given.containsKey(REBUILD),
                (int) number(given, "--snapshot-days", 7),
                number(given, "--group-records", 5_000_000),
                catalog(given));
    }

    /** Reads pairs of a name and a value. A blank value counts as no argument, because a template cannot leave one out. */
    private static Map<String, String> read(String... arguments) {
        Map<String, String> given = new HashMap<>();
        var ignoreOthers = onGlue(arguments);
        for (var at = 0; at < arguments.length; at++) {
            var equals = arguments[at].startsWith("--") ? arguments[at].indexOf('=') : -1;
            var name = equals < 0 ? arguments[at] : arguments[at].substring(0, equals);
            var known = KNOWN.contains(name) || name.startsWith(CATALOG) && name.length() > CATALOG.length();
            if (!known && !ignoreOthers) {
                throw usage("%s is not an argument of this job. Usage: %s".formatted(name, USAGE));
            }
            String value;
            if (equals >= 0) {
                value = arguments[at].substring(equals + 1);
            } else if (at + 1 < arguments.length && !arguments[at + 1].startsWith("--")) {
                value = arguments[++at];
            } else {
                value = name.equals(REBUILD) ? "true" : "";
            }
            if (known && !value.isBlank()) {
                given.put(name, value);
            }
        }
        var rebuild = given.get(REBUILD);
        if (rebuild != null && !rebuild.equals("true") && !rebuild.equals("false")) {
            throw usage("--rebuild is neither true nor false: %s.".formatted(rebuild));
        }
        given.remove(REBUILD, "false");
        return given;
    }

    private static String lake(Map<String, String> given) {
        var lake = given.get("--lake");
        if (lake == null) {
            throw usage("--lake is missing. Name the bucket or the folder of the lake: --lake s3://my-concert-data");
        }
        return lake.endsWith("/") ? lake.substring(0, lake.length() - 1) : lake;
    }

    private static Optional<String> day(Map<String, String> given, String name) {
        try {
            return Optional.ofNullable(given.get(name))
                    .map(value -> LocalDate.parse(value).format(DateTimeFormatter.BASIC_ISO_DATE));
        } catch (DateTimeParseException e) {
            throw usage("%s is not a day: %s. Use the form 2026-11-23.".formatted(name, given.get(name)));
        }
    }

    private static long number(Map<String, String> given, String name, long standard) {
        var value = given.getOrDefault(name, String.valueOf(standard));
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw usage("%s is not a number from 1 to 999999999: %s.".formatted(name, value));
        }
        return Long.parseLong(value);
    }

    private static Map<String, String> catalog(Map<String, String> given) {
        Map<String, String> properties = new TreeMap<>();
        given.forEach((name, value) -> {
            if (name.startsWith(CATALOG)) {
                properties.put(name.substring(CATALOG.length()), value);
            }
        });
        return properties;
    }

    private static JobException usage(String message) {
        return new JobException(JobException.USAGE, message);
    }

    /** Whether the runs to apply include a run. */
    boolean selects(String runId) {
        return runId.startsWith(runPrefix) && run.map(runId::equals).orElse(true) && runId.compareTo(since) >= 0;
    }
}
