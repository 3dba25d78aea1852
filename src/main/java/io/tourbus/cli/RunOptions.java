package io.tourbus.cli;

import io.tourbus.settings.RunOptionNames;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Option;

/** What a run is narrowed to. */
final class RunOptions {

    @Option(names = "--since", paramLabel = "TIME", description = "read events from then on, in place of from now on")
    private String since;

    @Option(names = "--until", paramLabel = "TIME", description = "read events up to then, which is not included")
    private String until;

    @Option(names = "--countries", paramLabel = "CC,CC", description = "ask Ticketmaster for these countries")
    private String countries;

    @Option(names = "--cities", paramLabel = "NAME,NAME", description = "ask for events in these cities")
    private String cities;

    @Option(names = "--artists", paramLabel = "FILE", description = "follow the artists of the file, an id a line")
    private Path artists;

    @Option(names = "--only", paramLabel = "SOURCE", description = "read spotify or ticketmaster alone")
    private String only;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "a sample: ask a source for no more when it has given N; the slice under way is read to its end")
    private Integer limit;

    /** What the options say, by the settings that they are short for. */
    Map<String, String> settings() {
        Map<String, String> said = new LinkedHashMap<>();
        said.put("since", since);
        said.put("until", until);
        said.put("countries", countries);
        said.put("cities", cities);
        said.put(
                "artists-file",
                artists == null ? null : artists.toAbsolutePath().toString());
        said.put("only", only);
        said.put("limit", limit == null ? null : limit.toString());
        said.values().removeIf(Objects::isNull);
        return RunOptionNames.settings(said);
    }
}
