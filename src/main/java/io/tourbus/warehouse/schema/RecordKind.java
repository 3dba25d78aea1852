package io.tourbus.warehouse.schema;

import io.tourbus.warehouse.schema.ColumnType.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A kind of record, with a table of the newest records and a table of their versions. */
public enum RecordKind {
    ARTISTS("artist", "artist_id"),
    TRACKS("track", "track_id", "artist_id"),
    VENUES("venue", "venue_id"),
    CONCERTS("concert", "concert_id");

    private final List<String> key;
    private final Table versions;
    private final Table newest;

    RecordKind(String schema, String... key) {
        this.key = List.of(key);
        var records = RecordSchema.read(schema);
        var versionKey = Stream.concat(this.key.stream(), Stream.of("ingestion_timestamp"));
        this.versions = new Table(
                folder() + "_versions",
                "Each change of a record: the first record with the new content.",
                records,
                versionKey.toList());
        this.newest = versions.with(folder(), "The newest record of each ID.", seen(), this.key);
    }

    private static List<Column> seen() {
        return List.of(
                new Column("first_seen", Scalar.INSTANT, "When Tourbus read the entity first."),
                new Column("last_seen", Scalar.INSTANT, "When Tourbus read the entity last."));
    }

    /** Returns the folder of the records below {@code normalized/}, which is also the name of the table. */
    public String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the kind of the records in an object of the lake; empty for an object without records. */
    public static Optional<RecordKind> ofObject(String objectKey) {
        return Arrays.stream(values())
                .filter(kind -> objectKey.startsWith("normalized/" + kind.folder() + "/"))
                .findFirst();
    }

    /** Returns the columns that identify an entity. */
    public List<String> key() {
        return key;
    }

    /** Returns the table with a row for each change. */
    public Table versions() {
        return versions;
    }

    /** Returns the table with a row for each entity. */
    public Table newest() {
        return newest;
    }
}
