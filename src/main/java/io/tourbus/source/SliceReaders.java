package io.tourbus.source;

import java.util.Map;

/** The slice readers of all sources, each of which reads the slices whose {@link Slice#via} it is registered for. */
public final class SliceReaders {

    private final Map<String, SliceReader> readers;

    /** @param readers by {@link Slice#via} */
    public SliceReaders(Map<String, SliceReader> readers) {
        this.readers = Map.copyOf(readers);
    }

    public Reading open(Slice slice) {
        return reader(slice).open(slice);
    }

    /** Normalizes a page, which answers the current request of the reading, and advances the reading. */
    public void read(Page page, Reading reading, String runId) {
        reader(reading.slice()).read(page, reading, runId);
    }

    private SliceReader reader(Slice slice) {
        var reader = readers.get(slice.via());
        if (reader == null) {
            throw new IllegalArgumentException("no reader for slices of '%s'".formatted(slice.via()));
        }
        return reader;
    }
}
