package io.tourbus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.app.Modules;
import io.tourbus.cli.base.AbstractCommand;
import io.tourbus.cli.exit.ExitCode;
import io.tourbus.cli.option.Candidates;
import io.tourbus.cli.text.TextTable;
import io.tourbus.model.Entity;
import io.tourbus.preview.Preview;
import io.tourbus.preview.Preview.Found;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.source.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tourbus preview SOURCE ENTITY QUERY}: prints a few records as a run would write them. */
@Command(
        name = "preview",
        description = "Fetch a few entities and print their records. Needs no AWS credentials, and writes nothing.",
        footer = {
            "",
            "Examples:",
            "  tourbus preview spotify artists 'hip hop'",
            "  tourbus preview spotify tracks 4Z8W4fKeB5YxbusRsdQVPb",
            "  tourbus preview ticketmaster events 'countryCode=US&city=Austin' --format json",
            "  tourbus preview ticketmaster venues 'madison square'"
        })
public final class PreviewCommand extends AbstractCommand {

    /** How records are printed. */
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
    private static final int MAX_WIDTH = 40;

    private final ObjectMapper mapper = new ObjectMapper();

    @Parameters(
            paramLabel = "SOURCE",
            completionCandidates = Candidates.Sources.class,
            description = "spotify or ticketmaster")
    private String source;

    @Parameters(
            paramLabel = "ENTITY",
            completionCandidates = Candidates.Entities.class,
            description = "of Spotify: artists, tracks; of Ticketmaster: venues, events")
    private String entity;

    @Parameters(
            paramLabel = "QUERY",
            description = "words to search for; an artist ID, URI or address; or parameters of the Discovery API")
    private String query;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "5",
            description = "number of records, 1 to 50; default: ${DEFAULT-VALUE}")
    private int limit;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
    private Format format;

    @Override
    public Integer call() throws IOException {
        var parsed = parseEntity();
        if (limit < 1 || limit > 50) {
            throw usageError("--limit is not valid: '%d'. Use a whole number from 1 to 50.".formatted(limit));
        }
        Map<String, String> settings = new HashMap<>(findSource().previewSettings(limit));
        settings.put("tourbus.run.only", source);
        var overrides = overrides(
                NO_SCHEDULES_NO_RETRIES,
                settings,
                key -> key.equals("tourbus.run.only") ? "SOURCE" : SettingsOverrides.option(key));
        try (var preview = Preview.open(Modules.installed(), overrides, Clock.systemUTC())) {
            print(parsed, preview.fetch(source, parsed, query));
            return ExitCode.COMPLETE;
        } catch (IllegalArgumentException e) {
            throw usageError(e.getMessage());
        }
    }

    private Source findSource() {
        var sources = Modules.installed().sources();
        return sources.stream()
                .filter(known -> known.name().equals(source))
                .findFirst()
                .orElseThrow(() -> usageError("SOURCE is not valid: '%s'. Use %s."
                        .formatted(source, sources.stream().map(Source::name).collect(Collectors.joining(" or ")))));
    }

    private Entity parseEntity() {
        return Modules.installed().kinds().stream()
                .filter(kind -> kind.label().equals(entity))
                .findFirst()
                .orElseThrow(() -> usageError(
                        "ENTITY is not valid: '%s'. Use artists, tracks, venues or events.".formatted(entity)));
    }

    private void print(Entity parsed, Found found) throws IOException {
        var lines = found.records().stream()
                .limit(limit)
                .map(line -> new String(line.json(), StandardCharsets.UTF_8))
                .toList();
        switch (format) {
            case ndjson -> lines.forEach(out()::println);
            case json -> out().println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(parse(lines)));
            case table -> print(table(COLUMNS.getOrDefault(parsed, List.of("id", "source")), parse(lines)));
            default -> throw new IllegalStateException("unknown format: " + format);
        }
        found.rejects().forEach(reject -> printError("rejected: " + reject.reason()));
        if (format == Format.table) {
            found.reportedTotal().ifPresent(total -> out().println("%,d reported".formatted(total)));
        }
    }

    private List<JsonNode> parse(List<String> lines) throws IOException {
        return List.of(mapper.readValue(lines.stream().collect(Collectors.joining(",", "[", "]")), JsonNode[].class));
    }

    private static TextTable table(List<String> columns, List<JsonNode> records) {
        var table = new TextTable(columns.size(), columns);
        records.forEach(record -> table.add(
                columns.stream().map(column -> cell(record.path(column))).toList()));
        return table;
    }

    private static String cell(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "-";
        }
        var text = value.isValueNode() ? value.asText() : value.toString();
        return text.length() > MAX_WIDTH ? text.substring(0, MAX_WIDTH - 1) + "…" : text;
    }
}
