package io.tourbus.app.settings;

import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.Settings;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.state.State;
import io.tourbus.state.db.StateException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings of the state database, {@code tourbus.state.*}. */
public record StateSettings(Path folder, String url, String user, String password) {

    private static final Logger LOG = LoggerFactory.getLogger(StateSettings.class);
    private static final String EMBEDDED = "jdbc:h2:file:";

    public static StateSettings read(Settings settings) {
        var folder =
                Home.path().resolve(settings.required("tourbus.state.folder")).toAbsolutePath();
        return new StateSettings(
                folder,
                settings.text("tourbus.state.url").orElse(EMBEDDED + folder.resolve("state")),
                settings.text("tourbus.state.user").orElse(""),
                settings.text("tourbus.state.password").orElse(""));
    }

    /**
     * Opens the state database without starting routes, for commands that only read or edit what past runs have stored.
     *
     * @throws StateInUseException if another process uses the state
     * @throws ConfigurationException if the state cannot be opened for another reason
     */
    public static State openState(SettingsOverrides overrides) {
        return SettingsFile.read(overrides, settings -> {
                    var state = read(settings);
                    settings.check();
                    return state;
                })
                .open();
    }

    /** The file of the embedded database; empty for another database. */
    public Optional<Path> file() {
        return url.equals(EMBEDDED + folder.resolve("state"))
                ? Optional.of(folder.resolve("state.mv.db"))
                : Optional.empty();
    }

    public State open() {
        try {
            return State.open(url, user, password);
        } catch (StateException e) {
            if (e.problem() == StateException.Problem.IN_USE) {
                throw new StateInUseException(e);
            }
            throw new ConfigurationException(List.of(e.getMessage()));
        }
    }

    /** Opens an empty state in memory, which shares only rates and quotas with the processes that use the state database. */
    public State openEmpty() {
        return State.empty(url);
    }

    /**
     * The state with the rates and quotas of all processes that use the state database.
     *
     * @param empty returned if the database is not PostgreSQL, or cannot be opened
     */
    public State openLimits(State empty) {
        if (!State.isShared(url)) {
            return empty;
        }
        try {
            return State.open(url, user, password);
        } catch (StateException e) {
            LOG.warn("rate limits and quotas are not shared with other processes reason='{}'", e.getMessage());
            return empty;
        }
    }

    @Override
    public String toString() {
        return "StateSettings[***]";
    }
}
