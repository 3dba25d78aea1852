package io.tourbus;

import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.Settings;
import io.tourbus.state.State;
import io.tourbus.state.StateException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the state is.
 *
 * @param folder for what is not in the database
 * @param url of JDBC
 */
record StateSettings(Path folder, String url, String user, String password) {

    private static final String EMBEDDED = "jdbc:h2:file:";

    /** @param home Tourbus's own folder, or the working directory where there is none */
    static StateSettings read(Settings settings, Path home) {
        var folder = home.resolve(settings.required("tourbus.state.folder")).toAbsolutePath();
        return new StateSettings(
                folder,
                settings.text("tourbus.state.url").orElse(EMBEDDED + folder.resolve("state")),
                settings.text("tourbus.state.user").orElse(""),
                settings.text("tourbus.state.password").orElse(""));
    }

    /** The file of the embedded database; empty where it is another one. */
    Optional<Path> file() {
        return url.equals(EMBEDDED + folder.resolve("state"))
                ? Optional.of(folder.resolve("state.mv.db"))
                : Optional.empty();
    }

    /**
     * @throws StateInUseException when another process has it
     * @throws ConfigurationException when it cannot be opened otherwise
     */
    State open() {
        try {
            return State.open(url, user, password);
        } catch (StateException e) {
            if (e.problem() == StateException.Problem.IN_USE) {
                throw new StateInUseException(e);
            }
            throw new ConfigurationException(List.of(e.getMessage()));
        }
    }

    @Override
    public String toString() {
        return "StateSettings[***]";
    }
}
