package io.tourbus.preview;

import io.tourbus.app.TourbusContext;
import io.tourbus.run.Run;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReaders;
import io.tourbus.source.slice.SliceReading;
import java.time.Clock;

/** Reads the first page of a slice without delivering it. */
public final class FirstPage {

    /** A source can reject the first request and ask for a different one, such as a smaller page. */
    private static final int MAX_ATTEMPTS = 2;

    private final TourbusContext tourbus;
    private final Run run;

    public FirstPage(TourbusContext tourbus, Clock clock) {
        this.tourbus = tourbus;
        this.run = Run.preview(clock.instant());
    }

    /** @throws io.tourbus.source.error.SourceException if the source does not respond as expected */
    public SliceReading read(Slice slice) {
        var reader = tourbus.bean("sliceReaders", SliceReaders.class);
        var reading = reader.open(slice);
        for (int attempts = 0; attempts < MAX_ATTEMPTS && reading.pages() == 0 && reading.hasNext(); attempts++) {
            reader.read(tourbus.page(run, reading), reading, run.id());
        }
        return reading;
    }
}
