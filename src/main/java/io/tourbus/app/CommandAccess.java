package io.tourbus.app;

import io.tourbus.operations.LocalOperations;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.state.State;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.CamelContext;

/** Opens the state for a command, and starts the routes only if it needs them. */
public final class CommandAccess implements LocalOperations.Access {

    private final SettingsOverrides overrides;
    private Optional<State> state = Optional.empty();
    private Optional<TourbusContext> context = Optional.empty();

    public CommandAccess(SettingsOverrides overrides) {
        this.overrides = overrides;
    }

    /** @throws StateInUseException if another process uses the state */
    @Override
    public synchronized State state() {
        if (context.isPresent()) {
            return context.get().state();
        }
        if (state.isEmpty()) {
            state = Optional.of(StateSettings.openState(overrides));
        }
        return state.get();
    }

    /** @throws StateInUseException if another process uses the state */
    @Override
    public synchronized CamelContext camel() {
        if (context.isEmpty()) {
            state.ifPresent(State::close);
            state = Optional.empty();
            context = Optional.of(new TourbusContext(overrides, Clock.systemUTC()).start());
        }
        return context.get().camel();
    }

    @Override
    public synchronized void close() {
        state.ifPresent(State::close);
        context.ifPresent(TourbusContext::close);
    }
}
