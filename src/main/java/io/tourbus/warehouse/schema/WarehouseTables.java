package io.tourbus.warehouse.schema;

import io.tourbus.warehouse.schema.ColumnType.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All tables of the warehouse. */
public final class WarehouseTables {

    /** The performers of the newest concerts. */
    public static final Table CONCERT_PERFORMERS = new Table(
            "concert_performers",
            "The performers of each concert.",
            List.of(
                    new Column("concert_id", Scalar.TEXT, "ID of the concert."),
                    new Column("position", Scalar.INTEGER, "Position among the performers, from 1."),
                    new Column("artist_id", Scalar.TEXT, "ID of the artist. Null if the source returns no ID."),
                    new Column("name", Scalar.TEXT, "Name of the performer."),
                    new Column("matched_by", Scalar.TEXT, "How the artist is known: link or name.")),
            List.of("concert_id", "position"));

    /** The history of prices. */
    public static final Table TICKET_PRICES = new Table(
            "ticket_prices",
            "The prices of each tier of a concert: a row for each change.",
            List.of(
                    new Column("concert_id", Scalar.TEXT, "ID of the concert."),
                    new Column("tier", Scalar.TEXT, "Tier, as the source names it."),
                    new Column("currency", Scalar.TEXT, "ISO 4217 code."),
                    new Column("observed_at", Scalar.INSTANT, "When Tourbus read these prices first."),
                    new Column("min", Scalar.DECIMAL, "Lowest price."),
                    new Column("max", Scalar.DECIMAL, "Highest price.")),
            List.of("concert_id", "tier", "currency", "observed_at"));

    /** The history of popularity. */
    public static final Table ARTIST_POPULARITY = new Table(
            "artist_popularity",
            "The popularity of artists: a row for each change.",
            List.of(
                    new Column("artist_id", Scalar.TEXT, "ID of the artist."),
                    new Column("observed_at", Scalar.INSTANT, "When Tourbus read these numbers first."),
                    new Column("popularity", Scalar.INTEGER, "Popularity, 0 to 100."),
                    new Column("followers", Scalar.INTEGER, "Number of followers.")),
            List.of("artist_id", "observed_at"));

    /** Links between artists of different sources. */
    public static final Table ARTIST_LINKS = new Table(
            "artist_links",
            "The links between artists of different sources: a row for each link and origin.",
            List.of(
                    new Column("artist_id", Scalar.TEXT, "ID of the artist that the origin links."),
                    new Column("linked_id", Scalar.TEXT, "ID of the same artist at another source."),
                    new Column("artist_source", Scalar.TEXT, "Source of artist_id."),
                    new Column("linked_source", Scalar.TEXT, "Source of linked_id."),
                    new Column("matched_by", Scalar.TEXT, "link, or name if Tourbus found the artist by name."),
                    new Column("source", Scalar.TEXT, "Origin: the source that returned the link."),
                    new Column("entity", Scalar.TEXT, "Origin: artists or events."),
                    new Column("field", Scalar.TEXT, "Origin: the field of the records."),
                    new Column("record_id", Scalar.TEXT, "Origin: the ID of the last record with the link."),
                    new Column("first_seen", Scalar.INSTANT, "When Tourbus read the link first."),
                    new Column("first_run_id", Scalar.TEXT, "The run that read the link first."),
                    new Column("last_seen", Scalar.INSTANT, "When Tourbus read the link last."),
                    new Column("last_run_id", Scalar.TEXT, "The run that read the link last."),
                    new Column("is_current", Scalar.BOOLEAN, "False if newer records have another ID in the field.")),
            List.of("artist_id", "linked_id", "source", "entity", "field"));

    /** The artists that current links join. */
    public static final Table ARTIST_IDENTITIES = new Table(
            "artist_identities",
            "The artists of all sources: IDs that current links join have the same identity.",
            List.of(
                    new Column("artist_id", Scalar.TEXT, "ID of the artist."),
                    new Column("identity", Scalar.TEXT, "The smallest ID of the linked artists."),
                    new Column("source", Scalar.TEXT, "Source of artist_id."),
                    new Column("name", Scalar.TEXT, "Name. Null if Tourbus has not read the artist."),
                    new Column("ids", Scalar.INTEGER, "Number of IDs with this identity."),
                    new Column("conflicting", Scalar.BOOLEAN, "Whether the identity has several IDs of this source.")),
            List.of("artist_id"));

    /** The objects that the other tables contain. */
    public static final Table LOADS = new Table(
            "loads",
            "The objects of the lake that the tables contain: a row for each object.",
            List.of(
                    new Column("table", Scalar.TEXT, "Table with the records of the object."),
                    new Column("object_key", Scalar.TEXT, "Key of the object in the bucket."),
                    new Column("sha256", Scalar.TEXT, "SHA-256 of the object, in hex."),
                    new Column("run_id", Scalar.TEXT, "The run that wrote the object."),
                    new Column("lines", Scalar.INTEGER, "Number of records."),
                    new Column("applied_at", Scalar.INSTANT, "When the object was applied."),
                    new Column("bucket", Scalar.TEXT, "Bucket of the object."),
                    new Column("listed", Scalar.TEXT, "Each SHA-256 that the manifest and its patches listed then."),
                    new Column("last_timestamp", Scalar.INSTANT, "The latest ingestion_timestamp of its records.")),
            List.of("object_key"));

    /** The runs whose objects the other tables contain. */
    public static final Table RUNS = new Table(
            "runs",
            "The runs whose objects the tables contain.",
            List.of(
                    new Column("run_id", Scalar.TEXT, "ID of the run."),
                    new Column("status", Scalar.TEXT, "Status of the run: complete, partial, failed or cancelled."),
                    new Column("objects", Scalar.INTEGER, "Number of objects with records."),
                    new Column("records", Scalar.INTEGER, "Number of records in them."),
                    new Column("listing", Scalar.TEXT, "SHA-256 of the list of its manifest and patches."),
                    new Column("applied_at", Scalar.INSTANT, "When the last object of the run was applied.")),
            List.of("run_id"));

    private static final List<Table> ALL = Stream.concat(
                    Arrays.stream(RecordKind.values()).flatMap(kind -> Stream.of(kind.newest(), kind.versions())),
                    Stream.of(
                            CONCERT_PERFORMERS,
                            TICKET_PRICES,
                            ARTIST_POPULARITY,
                            ARTIST_LINKS,
                            ARTIST_IDENTITIES,
                            LOADS,
                            RUNS))
            .toList();

    private WarehouseTables() {}

    public static List<Table> all() {
        return ALL;
    }

    /** Returns the file with the definition of all tables in a dialect. */
    public static String definitions(Dialect dialect) {
        return all().stream()
                .map(dialect::createTable)
                .collect(Collectors.joining(
                        "\n", "-- Generated from the JSON schemas of the records. Do not edit.\n\n", ""));
    }
}
