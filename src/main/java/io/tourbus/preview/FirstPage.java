package io.tourbus.preview;

import io.tourbus.app.TourbusContext;
import io.tourbus.run.Run;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReaders;
import io.tourbus.source.slice.SliceReading;
import java.time.Clock;

/** Reads the first page of slices; nothing is delivered. */
public final class FirstPage {

    private final TourbusContext bus;
    private final Run run;

    public FirstPage(TourbusContext bus, Clock clock) {
        this.bus = bus;
        this.run = Run.preview(clock.instant());
    }

    /**
     * The slice after its first page, which is asked for a second time where it is refused for the way in which it was.
     *
     * @throws io.tourbus.source.error.SourceException when the source does not answer as it should
     */
    public SliceReading read(Slice slice) {
        var reader = bus.bean("sliceReaders", SliceReaders.class);
        var reading = reader.open(slice);
        for (int tries = 0; tries < 2 && reading.pages() == 0 && reading.hasNext(); tries++) {
            reader.read(bus.page(run, reading), reading, run.id());
        }
        return reading;
    }
}
