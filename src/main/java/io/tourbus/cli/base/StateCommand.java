package io.tourbus.cli.base;

import io.tourbus.app.CommandOperations;
import io.tourbus.cli.option.WaitOption;
import io.tourbus.job.Job;
import io.tourbus.operations.InvalidOptionException;
import io.tourbus.operations.Operations;
import io.tourbus.operations.RunRequest;
import io.tourbus.settings.SettingsTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/** Base class of the subcommands that need the state. They also work while another process serves with it. */
public abstract class StateCommand extends AbstractCommand {

    /** The end of a line about an operation that was cancelled. */
    protected static final String CANCELLED = "; cancelled, repeat the command to do the rest";

    @Mixin
    private WaitOption wait;

    /** Runs a job to its end, and returns the exit code. */
    protected final int run(Job job, Map<String, String> options, boolean json) {
        var request = new RunRequest(job.label(), options, set());
        return withOperations(
                SettingsTable.settingsOfRun(options),
                true,
                operations -> new RunConsole(System.err, out(), json).run(operations, request));
    }

    protected final <T> T withOperations(Function<Operations, T> work) {
        return withOperations(Map.of(), false, work);
    }

    /** Waits for other jobs if the settings say so. */
    protected final <T> T withRunOperations(Function<Operations, T> work) {
        return withOperations(Map.of(), true, work);
    }

    /** Works in this process, or in the one that serves with the same state. */
    private <T> T withOperations(Map<String, String> options, boolean run, Function<Operations, T> work) {
        var overrides = overrides(NO_SCHEDULES, options);
        try (var operations = CommandOperations.open(overrides, run, wait.limit(), this::printError)) {
            return work.apply(operations);
        } catch (InvalidOptionException e) {
            throw usageError(SettingsTable.fieldsAsOptions(e.getMessage()));
        }
    }

    /** @param full whether the option {@code --full} is set */
    protected static Map<String, String> withFull(Map<String, String> options, boolean full) {
        Map<String, String> all = new LinkedHashMap<>(options);
        if (full) {
            all.put("full", "true");
        }
        return all;
    }
}
