package io.tourbus.app.settings;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Supplies the settings that this process uses; live reload replaces them. While a thread starts a run with options, it sees the
 * settings of that run.
 */
public record CurrentSettings(AtomicReference<AllSettings> all, ThreadLocal<AllSettings> ofRun)
        implements Supplier<AllSettings> {

    public CurrentSettings(AtomicReference<AllSettings> all) {
        this(all, new ThreadLocal<>());
    }

    @Override
    public AllSettings get() {
        var run = ofRun.get();
        return run == null ? all.get() : run;
    }

    /** Calls {@code start} with the settings of a run. */
    public <T> T with(AllSettings settings, Supplier<T> start) {
        var before = ofRun.get();
        ofRun.set(settings);
        try {
            return start.get();
        } finally {
            ofRun.set(before);
        }
    }
}
