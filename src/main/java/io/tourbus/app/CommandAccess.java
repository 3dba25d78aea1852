package io.tourbus.app;

import io.tourbus.app.settings.StateInUseException;
import io.tourbus.app.settings.StateSettings;
import io.tourbus.operations.LocalOperations;
import io.tourbus.operations.RemoteOperations;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.state.State;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** Opens the state for a command, and starts the routes only if it needs them. */
final class CommandAccess implements LocalOperations.Access {

    private final SettingsOverrides overrides;
    private final Path stateFolder;
    private Optional<State> state = Optional.empty();
    private Optional<TourbusContext> context = Optional.empty();

    CommandAccess(SettingsOverrides overrides, Path stateFolder) {
        this.overrides = overrides;
        this.stateFolder = stateFolder;
    }

    /** @throws StateInUseException if another process uses the state */
    @Override
    public synchronized State state() {
        if (context.isPresent()) {
            return context.get().state();
        }
        if (state.isEmpty()) {
            state = Optional.of(open(() -> StateSettings.openState(overrides)));
        }
        return state.get();
    }

    /** @throws StateInUseException if another process uses the state */
    @Override
    public synchronized CamelContext camel() {
        if (context.isEmpty()) {
            state.ifPresent(State::close);
            state = Optional.empty();
            context = Optional.of(open(() -> new TourbusContext(overrides, Clock.systemUTC()).start()));
        }
        return context.get().camel();
    }

    private <T> T open(Supplier<T> opening) {
        try {
            return opening.get();
        } catch (StateInUseException e) {
            throw RemoteOperations.processWithoutServer(stateFolder)
                    .map(pid -> new StateInUseException(
                            "`tourbus serve` (process %d) uses the state, and its HTTP server is disabled. Set tourbus.server.enabled = true to use this command beside it, stop it, or add --wait."
                                    .formatted(pid)))
                    .orElse(e);
        }
    }

    @Override
    public synchronized void close() {
        state.ifPresent(State::close);
        context.ifPresent(TourbusContext::close);
    }
}
