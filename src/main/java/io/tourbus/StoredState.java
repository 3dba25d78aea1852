package io.tourbus;

import io.tourbus.settings.ConfigurationException;
import io.tourbus.state.DeadLetters;
import io.tourbus.state.Runs;
import io.tourbus.state.State;
import java.util.Map;

/** What a Tourbus that does not run remembers: the embedded state has one user at a time. */
public final class StoredState implements AutoCloseable {

    private final State state;

    private StoredState(State state) {
        this.state = state;
    }

    /**
     * @param overrides settings that win over the file; {@code TOURBUS_*} in the environment wins over both
     * @throws ConfigurationException when the state cannot be opened
     */
    public static StoredState open(Map<String, String> overrides) {
        var where = SettingsFile.read(overrides, settings -> {
            var read = StateSettings.read(settings, Bus.folder());
            settings.check();
            return read;
        });
        return new StoredState(where.open());
    }

    public DeadLetters letters() {
        return state.deadLetters();
    }

    public Runs runs() {
        return state.runs();
    }

    @Override
    public void close() {
        state.close();
    }
}
