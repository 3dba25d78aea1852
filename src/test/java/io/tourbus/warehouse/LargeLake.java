package io.tourbus.warehouse;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a lake of daily runs with records as wide as those of a source, to measure a build. It is not a test:
 *
 * <pre>java -cp … io.tourbus.warehouse.LargeLake FOLDER DAYS CONCERTS</pre>
 */
final class LargeLake {

    private static final int OBJECT_RECORDS = 1_000;

    /** One of 20 concerts changes each day. */
    private static final int CHANGED = 20;

    private static final String RECORD = """
            {"concert_id":"source_%1$08d","name":"The Northern Harbour %1$d: Farewell","artist_id":"source_A%2$d",\
            "venue_id":"source_V%2$d","event_date":"2027-05-15T04:00:00Z","event_date_precision":"second",\
            "local_date":"2027-05-14","local_time":"21:00:00","time_zone":"America/Phoenix","spans_multiple_days":false,\
            "date_status":"confirmed","time_tba":false,"ticket_prices":{"standard":%3$d.5},\
            "price_ranges":[{"type":"standard","currency":"USD","min":%3$d.5,"max":150}],"status":"scheduled",\
            "performers":[{"artist_id":"source_A%2$d","name":"The Northern Harbour","matched_by":"link"}],\
            "sale_start":"2027-02-14T04:00:00Z","sale_end":"2027-05-15T04:00:00Z","segment":"Music","genre":"hip-hop/rap",\
            "classifications":[{"primary":true,"segment":"Music","genre":"Hip-Hop/Rap","sub_genre":"Pop","family":false}],\
            "url":"https://www.example.com/event/%1$d","images":[\
            {"url":"https://images.example.com/a/%1$d_205.jpg","width":205,"height":115,"ratio":"16_9","fallback":false},\
            {"url":"https://images.example.com/a/%1$d_640.jpg","width":640,"height":360,"ratio":"16_9","fallback":false},\
            {"url":"https://images.example.com/a/%1$d_1024.jpg","width":1024,"height":576,"ratio":"16_9","fallback":false},\
            {"url":"https://images.example.com/a/%1$d_2048.jpg","width":2048,"height":1152,"ratio":"16_9","fallback":false}],\
            "venue_ids":["source_V%2$d"],"venue_name":"The Little Arena %2$d","venue_city":"Phoenix","venue_state":"AZ",\
            "venue_country":"US","venue_latitude":33.131448,"venue_longitude":-112.354618,\
            "please_note":"Doors open an hour before the start. No cameras, no large bags.",\
            "seat_map_url":"https://maps.example.com/%1$d","test":false,"data_type":"events","source":"source",\
            "ingestion_timestamp":"%4$s","run_id":"%5$s","slice":"%6$s","schema_version":"1.3",\
            "record_hash":"%1$08d%3$08d"}""";

    private LargeLake() {}

    public static void main(String[] arguments) {
        var lake = new TestLake(Path.of(arguments[0]));
        var first = LocalDate.of(2026, 11, 1);
        for (var day = 0; day < Integer.parseInt(arguments[1]); day++) {
            writeRun(lake, first.plusDays(day), day, Integer.parseInt(arguments[2]));
        }
    }

    private static void writeRun(TestLake lake, LocalDate date, int day, int concerts) {
        var run = "%sT020000Z-daily-aaaa".formatted(date.format(DateTimeFormatter.BASIC_ISO_DATE));
        var start = date.atTime(2, 0).toInstant(ZoneOffset.UTC);
        for (var from = 0; from < concerts; from += OBJECT_RECORDS) {
            var slice = "events-us-from-%08d-0c1697c9".formatted(from);
            List<String> records = new ArrayList<>();
            for (var id = from; id < Math.min(concerts, from + OBJECT_RECORDS); id++) {
                records.add(record(id, day, start.plusSeconds(from / OBJECT_RECORDS), run, slice));
            }
            lake.write("concerts", run, slice, records);
        }
        lake.manifest(run);
    }

    private static String record(int id, int day, Instant time, String run, String slice) {
        var price = 10 + (day + id % CHANGED) / CHANGED;
        return RECORD.formatted(id, id % 5_000, price, time, run, slice);
    }
}
