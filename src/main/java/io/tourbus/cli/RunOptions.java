package io.tourbus.cli;

import io.tourbus.settings.SettingsTable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Option;

/** Options of {@code run} and {@code plan} that select what a run reads. */
final class RunOptions {

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

    @Option(names = "--only", paramLabel = "SOURCE", description = "read only this source, spotify or ticketmaster")
    private String only;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "a sample: stop reading a source once it has returned N entities; the current slice is read to its end")
    private Integer limit;

    /** The settings that the options stand for. */
    Map<String, String> settings() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("since", since);
        values.put("until", until);
        values.put("countries", countries);
        values.put("cities", cities);
        values.put(
                "artists-file",
                artists == null ? null : artists.toAbsolutePath().toString());
        values.put("only", only);
        values.put("limit", limit == null ? null : limit.toString());
        values.values().removeIf(Objects::isNull);
        return SettingsTable.settingsOfRun(values);
    }
}
