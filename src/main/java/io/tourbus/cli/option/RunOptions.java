package io.tourbus.cli.option;

import io.tourbus.job.Job;
import io.tourbus.settings.RunOptionCheck;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.settings.SettingsTable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of {@code run} and {@code plan} that select what a run reads. */
public final class RunOptions {

    @Option(names = "--since", paramLabel = "TIME", description = "read events from this time on; default: now")
    private String since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "read events up to this time, which is not included; default: the period of the job")
    private String until;

    @Option(
            names = "--countries",
            paramLabel = "CC,CC",
            description = "read these countries; clears the city and state filters unless --cities sets them")
    private String countries;

    @Option(
            names = "--cities",
            paramLabel = "NAME,NAME",
            description = "read events in these cities; London:GB also names the country")
    private String cities;

    @Option(names = "--artists", paramLabel = "FILE", description = "follow the artists in this file, one ID per line")
    private Path artists;

    @Option(
            names = "--only",
            paramLabel = "SOURCE",
            completionCandidates = Candidates.Sources.class,
            description = "read only this source, such as spotify or ticketmaster")
    private String only;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "a sample: read at most N artists, tracks, venues and events from each source, one slice after the other")
    private String limit;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    public boolean limited() {
        return limit != null;
    }

    /** The settings that the options stand for. @throws ParameterException if an option has no effect on the job */
    public Map<String, String> settings(Job job) {
        return SettingsTable.settingsOfRun(values(job));
    }

    /**
     * The values of the options by name.
     *
     * @throws ParameterException if an option has no effect on the job
     */
    public Map<String, String> values(Job job) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("since", since);
        values.put("until", until);
        values.put("countries", countries);
        values.put("cities", cities);
        values.put(
                "artists-file",
                artists == null ? null : artists.toAbsolutePath().toString());
        values.put("only", only);
        values.put("limit", limit);
        values.values().removeIf(Objects::isNull);
        if (limit != null && !limit.matches("[1-9]\\d{0,8}")) {
            throw new ParameterException(
                    command.commandLine(),
                    "--limit is not valid: '%s'. Use a whole number from 1 to 999999999.".formatted(limit));
        }
        new RunOptionCheck(job.label(), values, SettingsOverrides::option)
                .problem()
                .ifPresent(problem -> {
                    throw new ParameterException(command.commandLine(), problem);
                });
        return values;
    }
}
