package io.tourbus;

import io.tourbus.settings.ConfigurationException;
import io.tourbus.state.DeadLetters;
import io.tourbus.state.State;
import java.util.Map;

/** The dead letters of a Tourbus that does not run: the embedded state has one user at a time. */
public final class StoredLetters implements AutoCloseable {

    private final State state;

    private StoredLetters(State state) {
        this.state = state;
    }

    /**
     * @param overrides settings that win over the file; {@code TOURBUS_*} in the environment wins over both
     * @throws ConfigurationException when the state cannot be opened
     */
    public static StoredLetters open(Map<String, String> overrides) {
        var where = SettingsFile.read(overrides, settings -> {
            var read = StateSettings.read(settings, Bus.folder());
            settings.check();
            return read;
        });
        return new StoredLetters(where.open());
    }

    public DeadLetters letters() {
        return state.deadLetters();
    }

    @Override
    public void close() {
        state.close();
    }
}
