package io.tourbus.app;

import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.state.DeadLetterRepository;
import io.tourbus.state.RunRepository;
import io.tourbus.state.State;

/** The state database, opened without starting routes, for commands that only read or edit stored runs and dead letters. */
public final class StoredState implements AutoCloseable {

    private final State state;

    private StoredState(State state) {
        this.state = state;
    }

    /**
     * @throws StateInUseException if another process uses the state
     * @throws ConfigurationException if the state cannot be opened for another reason
     */
    public static StoredState open(SettingsOverrides overrides) {
        var state = SettingsFile.read(overrides, settings -> {
            var read = StateSettings.read(settings, TourbusContext.folder());
            settings.check();
            return read;
        });
        return new StoredState(state.open());
    }

    public DeadLetterRepository deadLetters() {
        return state.deadLetters();
    }

    public RunRepository runs() {
        return state.runs();
    }

    @Override
    public void close() {
        state.close();
    }
}
