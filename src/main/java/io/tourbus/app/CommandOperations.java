package io.tourbus.app;

import io.tourbus.operations.LocalOperations;
import io.tourbus.operations.Operations;
import io.tourbus.operations.RemoteOperations;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.SettingsOverrides;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Chooses where the operations of a command happen: in the process that serves with the same state, or in this one. */
public final class CommandOperations {

    private CommandOperations() {}

    /**
     * @param wait how long to wait while the job is running, or another process uses the state; empty to fail at once
     * @param log receives what it waits for
     */
    public static Operations open(SettingsOverrides overrides, Optional<Duration> wait, Consumer<String> log) {
        return wait.map(limit -> WaitingOperations.open(() -> open(overrides), limit, log))
                .orElseGet(() -> open(overrides));
    }

    /** @throws ConfigurationException if an option of the command is not valid */
    private static Operations open(SettingsOverrides overrides) {
        var state = SettingsFile.read(overrides, StateSettings::read);
        if (state.file().isPresent()) {
            var serving = RemoteOperations.connect(state.folder());
            if (serving.isPresent()) {
                checkOptions(overrides);
                return serving.get();
            }
        }
        return new LocalOperations(new CommandAccess(overrides, state.folder()));
    }

    /** Reports invalid options in the words of the user. All other settings are those of the process that serves. */
    private static void checkOptions(SettingsOverrides overrides) {
        List<String> problems = SettingsFile.read(overrides, settings -> {
            AllSettings.read(settings, Modules.STANDARD.sources(), false);
            return settings.problems();
        });
        Predicate<String> ofOption = problem -> problem.startsWith("--");
        if (problems.stream().anyMatch(ofOption)) {
            throw new ConfigurationException(problems.stream().filter(ofOption).toList());
        }
    }
}
