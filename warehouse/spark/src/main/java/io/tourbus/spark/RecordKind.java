package io.tourbus.spark;

import java.util.List;
import java.util.Locale;

/** A kind of record, with a table of the newest records and a table of their versions. */
enum RecordKind {
    ARTISTS("artist_id"),
    TRACKS("track_id", "artist_id"),
    VENUES("venue_id"),
    CONCERTS("concert_id");

    private final List<String> key;

    RecordKind(String... key) {
        this.key = List.of(key);
    }

    /** Returns the columns that identify an entity. */
    List<String> key() {
        return key;
    }

    /** Returns the table with a row for each entity, which is also the folder of the records below {@code normalized/}. */
    String newest() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the table with a row for each change. */
    String versions() {
        return newest() + "_versions";
    }
}
