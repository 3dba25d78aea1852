package io.tourbus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.app.Modules;
import io.tourbus.model.Entity;
import io.tourbus.model.RecordLine;
import io.tourbus.preview.Preview;
import io.tourbus.preview.Preview.Found;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tourbus preview SOURCE ENTITY QUERY}: a few records, as they would be delivered. */
@Command(
        name = "preview",
        description = "Fetch a little and print the records. Needs no AWS, and writes nothing anywhere.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  tourbus preview spotify artists 'hip hop'",
            "  tourbus preview spotify tracks https://open.spotify.com/artist/4Z8W4fKeB5YxbusRsdQVPb",
            "  tourbus preview ticketmaster events 'countryCode=US&city=Austin' --format json",
            "  tourbus preview ticketmaster venues 'madison square'"
        })
public final class PreviewCommand implements Callable<Integer> {

    /** How the records are printed. */
    enum Format {
        table,
        json,
        ndjson
    }

    private static final Map<Entity, List<String>> COLUMNS = Map.of(
            Entity.ARTISTS, List.of("artist_id", "name", "popularity_score", "genre"),
            Entity.TRACKS, List.of("track_id", "name", "rank", "album_name"),
            Entity.VENUES, List.of("venue_id", "name", "city", "country"),
            Entity.EVENTS, List.of("concert_id", "name", "event_date", "venue_id"));
    private static final int WIDEST = 40;

    private final ObjectMapper mapper = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private TourbusCommand tourbus;

    @Parameters(paramLabel = "SOURCE", description = "spotify or ticketmaster")
    private String source;

    @Parameters(paramLabel = "ENTITY", description = "artists or tracks; venues or events")
    private String entity;

    @Parameters(
            paramLabel = "QUERY",
            description = "what to search for, an artist's id or address, or parameters of the Discovery API")
    private String query;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "5", description = "how many, 1 to 50; 5 if left out")
    private int limit;

    @Option(names = "--format", defaultValue = "table", description = "${COMPLETION-CANDIDATES}; table if left out")
    private Format format;

    @Override
    public Integer call() throws IOException {
        var wanted = wanted();
        if (limit < 1 || limit > 50) {
            throw new ParameterException(spec.commandLine(), "--limit is %d: set 1 to 50".formatted(limit));
        }
        var overlay = tourbus.overlay(
                Map.of("tourbus.jobs.scheduled", "false", "tourbus.retry.attempts", "1"),
                Map.of("tourbus.run.only", source, "tourbus.ticketmaster.page-size", String.valueOf(limit)));
        try (var preview = Preview.open(Modules.STANDARD, overlay, Clock.systemUTC())) {
            print(wanted, preview.fetch(source, wanted, query));
            return ExitCode.COMPLETE;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Entity wanted() {
        try {
            return Entity.of(entity);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there are no '%s': ask for artists, tracks, venues or events".formatted(entity),
                    e);
        }
    }

    private void print(Entity wanted, Found found) throws IOException {
        var out = spec.commandLine().getOut();
        var some = found.records().stream().limit(limit).toList();
        switch (format) {
            case ndjson -> some.forEach(line -> out.println(new String(line.json(), StandardCharsets.UTF_8)));
            case json -> out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(records(some)));
            case table -> table(COLUMNS.get(wanted), records(some)).forEach(out::println);
            default -> throw new IllegalStateException("no way to print " + format);
        }
        found.rejects().forEach(reject -> spec.commandLine().getErr().println("tourbus: rejected: " + reject.reason()));
        if (format == Format.table) {
            found.reportedTotal().ifPresent(total -> out.println("%,d there".formatted(total)));
        }
    }

    private List<JsonNode> records(List<RecordLine> lines) throws IOException {
        var all = lines.stream().map(line -> new String(line.json(), StandardCharsets.UTF_8));
        return List.of(mapper.readValue(all.collect(Collectors.joining(",", "[", "]")), JsonNode[].class));
    }

    private static List<String> table(List<String> columns, List<JsonNode> records) {
        var table = new Table(columns.size(), columns);
        records.forEach(record -> table.add(
                columns.stream().map(column -> cell(record.path(column))).toList()));
        return table.lines();
    }

    private static String cell(JsonNode value) {
        var text =
                value.isMissingNode() || value.isNull() ? "-" : value.isValueNode() ? value.asText() : value.toString();
        return text.length() > WIDEST ? text.substring(0, WIDEST - 1) + "…" : text;
    }
}
