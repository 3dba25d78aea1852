package io.tourbus.app;

import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.state.DeadLetterRepository;
import io.tourbus.state.RunRepository;
import io.tourbus.state.State;

/** What a Tourbus that does not run remembers: the embedded state has one user at a time. */
public final class StoredState implements AutoCloseable {

    private final State state;

    private StoredState(State state) {
        this.state = state;
    }

    /**
     * @param overlay what is set beside the file
     * @throws ConfigurationException when the state cannot be opened
     */
    public static StoredState open(SettingsOverrides overlay) {
        var where = SettingsFile.read(overlay, settings -> {
            var read = StateSettings.read(settings, TourbusContext.folder());
            settings.check();
            return read;
        });
        return new StoredState(where.open());
    }

    public DeadLetterRepository letters() {
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
