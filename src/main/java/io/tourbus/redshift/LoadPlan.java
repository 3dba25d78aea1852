package io.tourbus.redshift;

import io.tourbus.model.Sha256;
import io.tourbus.redshift.RedshiftSettings.Source;
import io.tourbus.warehouse.schema.RecordKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The SQL of the folder {@code warehouse/redshift} in the order in which it runs, with the values of the settings. */
final class LoadPlan {

    private final Path folder;
    private final Source source;
    private final boolean streaming;
    private final Map<String, String> values;

    /**
     * @param folder with the SQL
     * @param load ID of the load
     * @param location where the manifests of the load are
     */
    LoadPlan(Path folder, RedshiftSettings settings, String load, String location) {
        this.folder = folder;
        this.source = settings.source();
        this.streaming = settings.stream().isPresent();
        this.values = Map.of(
                "role",
                settings.role().orElseThrow(),
                "stream",
                settings.stream().orElse(""),
                "load",
                load,
                "location",
                location);
    }

    private SqlScript script(String name) {
        return SqlScript.read(folder, name).with(values);
    }

    /** What the first load creates. Everything can be repeated. */
    List<Step> setup() {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.transaction(
                "set-up", script("01-tables.sql"), script("02-procedures.sql"), script("02-views.sql")));
        if (source == Source.TABLES) {
            steps.add(Step.each("set-up of the external schema", script("03-external.sql")));
        }
        if (streaming) {
            steps.add(Step.each("set-up of the stream", script("04-stream.sql")));
        }
        steps.add(Step.each("set-up of the roles", script("05-roles.sql")));
        steps.add(Step.transaction("set-up of the grants", script("06-grants.sql")));
        return steps;
    }

    /** Identifies the SQL of {@link #setup}: when it changes, it runs again. */
    String setupHash() {
        var text = setup().stream().map(Step::text).collect(Collectors.joining());
        return HexFormat.of().formatHex(Sha256.hash(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** @param kinds of the records to copy from the lake; not used for tables */
    Step load(Collection<RecordKind> kinds) {
        var read = source == Source.TABLES
                ? Stream.of("11-from-tables.sql")
                : Stream.of(
                                Stream.of("12-copy-loads.sql"),
                                copy(kinds, RecordKind.ARTISTS, "13-copy-artists.sql"),
                                copy(kinds, RecordKind.VENUES, "14-copy-venues.sql"),
                                copy(kinds, RecordKind.CONCERTS, "15-copy-concerts.sql"))
                        .flatMap(scripts -> scripts);
        var identities = source == Source.TABLES ? Stream.of("21-identities.sql") : Stream.<String>empty();
        return new Step(
                "the load",
                true,
                Stream.of(Stream.of("10-stage.sql"), read, Stream.of("20-merge.sql"), identities)
                        .flatMap(scripts -> scripts)
                        .map(this::script)
                        .toList());
    }

    private static Stream<String> copy(Collection<RecordKind> kinds, RecordKind kind, String script) {
        return kinds.contains(kind) ? Stream.of(script) : Stream.empty();
    }

    /** What runs after the load. */
    List<Step> refresh() {
        return streaming ? List.of(Step.each("the refresh of the stream", script("30-refresh.sql"))) : List.of();
    }
}
