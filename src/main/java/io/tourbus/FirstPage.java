package io.tourbus;

import io.tourbus.run.Run;
import io.tourbus.source.Reading;
import io.tourbus.source.Slice;
import io.tourbus.source.SliceReaders;
import java.time.Clock;

/** Reads the first page of slices; nothing is delivered. */
final class FirstPage {

    private final Bus bus;
    private final Run run;

    FirstPage(Bus bus, Clock clock) {
        this.bus = bus;
        this.run = Run.looking(clock.instant());
    }

    /**
     * The slice after its first page, which is asked for a second time where it is refused for the way in which it was.
     *
     * @throws io.tourbus.source.SourceException when the source does not answer as it should
     */
    Reading of(Slice slice) {
        var reader = bus.bean("sliceReaders", SliceReaders.class);
        var reading = reader.open(slice);
        for (int tries = 0; tries < 2 && reading.pages() == 0 && reading.hasNext(); tries++) {
            reader.read(bus.page(run, reading), reading, run.id());
        }
        return reading;
    }
}
