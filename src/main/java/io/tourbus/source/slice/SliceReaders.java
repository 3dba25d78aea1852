package io.tourbus.source.slice;

import io.tourbus.source.page.PageResult;
import java.util.Set;
import java.util.function.Function;

/** The slice readers of all sources, each of which reads the slices whose {@link Slice#reader} it is registered for. */
public final class SliceReaders {

    private final Function<Slice, SliceReader> readers;
    private final EntityHook hook;

    /**
     * @param readers returns the reader of a slice; {@code null} if there is none
     * @param hook changes entities before they are normalized
     */
    public SliceReaders(Function<Slice, SliceReader> readers, EntityHook hook) {
        this.readers = readers;
        this.hook = hook;
    }

    public SliceReading open(Slice slice) {
        return open(slice, Set.of());
    }

    /** @param known the identities of embedded records that need not be read again */
    public SliceReading open(Slice slice, Set<String> known) {
        return reader(slice).open(slice, known);
    }

    /** Normalizes a page, which answers the current request of the reading, and advances the reading. */
    public void read(PageResult page, SliceReading reading, String runId) {
        reader(reading.slice()).read(page, reading, runId, hook);
    }

    private SliceReader reader(Slice slice) {
        var reader = readers.apply(slice);
        if (reader == null) {
            throw new IllegalArgumentException("no reader for slices of '%s'".formatted(slice.reader()));
        }
        return reader;
    }
}
