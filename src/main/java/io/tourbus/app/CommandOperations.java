package io.tourbus.app;

import io.tourbus.app.settings.AllSettings;
import io.tourbus.app.settings.SettingsFile;
import io.tourbus.app.settings.StateSettings;
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

    public static final Duration WITHOUT_LIMIT = Duration.ofDays(10_000);

    private static volatile Optional<Operations> current = Optional.empty();
    private static volatile Optional<WaitingOperations> waiting = Optional.empty();

    private CommandOperations() {}

    /** Ends what the command does, after the first Ctrl-C. Returns what happens now, for the user. */
    public static String interrupt() {
        if (waiting.filter(WaitingOperations::stop).isPresent()) {
            return "not waiting any longer";
        }
        return current.map(Operations::interrupt)
                .orElse("finishing the work in progress; press Ctrl-C again to stop at once");
    }

    /**
     * @param run whether the command starts a run, which waits for other jobs if {@code tourbus.run.parallel-jobs} is false
     * @param wait how long to wait while the job is running, or another process uses the state; empty to fail at once
     * @param log receives what it waits for
     */
    public static Operations open(
            SettingsOverrides overrides, boolean run, Optional<Duration> wait, Consumer<String> log) {
        return wait.or(() ->
                        run && !SettingsFile.read(overrides, settings -> settings.flag("tourbus.run.parallel-jobs"))
                                ? Optional.of(WITHOUT_LIMIT)
                                : Optional.empty())
                .map(limit -> {
                    waiting = Optional.of(WaitingOperations.open(() -> open(overrides), limit, log));
                    return waiting.get().operations();
                })
                .orElseGet(() -> open(overrides));
    }

    /** @throws ConfigurationException if an option of the command is not valid */
    private static Operations open(SettingsOverrides overrides) {
        var state = SettingsFile.read(overrides, StateSettings::read);
        if (state.file().isPresent()) {
            var serving = RemoteOperations.connect(state.folder());
            if (serving.isPresent()) {
                checkOptions(overrides);
                current = Optional.of(serving.get());
                return serving.get();
            }
        }
        var local = new LocalOperations(new CommandAccess(overrides, state.folder()));
        current = Optional.of(local);
        return local;
    }

    /** Whether a process serves with the same state, and accepts commands. */
    public static boolean isServed(SettingsOverrides overrides) {
        return RemoteOperations.connect(
                        SettingsFile.read(overrides, StateSettings::read).folder())
                .isPresent();
    }

    /** Reports invalid options in the words of the user. All other settings are those of the process that serves. */
    private static void checkOptions(SettingsOverrides overrides) {
        List<String> problems = SettingsFile.read(overrides, settings -> {
            AllSettings.read(settings, Modules.installed().sources(), false);
            return settings.problems();
        });
        Predicate<String> ofOption = problem -> problem.startsWith("--");
        if (problems.stream().anyMatch(ofOption)) {
            throw new ConfigurationException(problems.stream().filter(ofOption).toList());
        }
    }
}
