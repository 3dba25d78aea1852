package io.tourbus.bench;

import io.tourbus.cli.TourbusCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Runs {@code tourbus run daily} with the routes of Tourbus and an empty state. */
final class TourbusCrawler implements Crawler {

    /** Returns the settings that disable rate limits and select all data of the servers. All others have their defaults. */
    static Map<String, String> settings(BenchServers.Addresses servers, Path state) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("tourbus.ticketmaster.api-key", "bench");
        settings.put("tourbus.ticketmaster.base-url", servers.api());
        settings.put("tourbus.ticketmaster.countries", "US");
        settings.put("tourbus.ticketmaster.states", " ");
        settings.put("tourbus.ticketmaster.cities", " ");
        settings.put("tourbus.ticketmaster.millis-per-request", "1");
        settings.put("tourbus.ticketmaster.requests-per-day", "0");
        settings.put("tourbus.ticketmaster.max-slices-at-once", String.valueOf(Floor.CONCURRENT_QUERIES));
        settings.put("tourbus.run.horizon-days", "400");
        settings.put("tourbus.stream.cbor", "true");
        settings.put("tourbus.state.folder", state.toString());
        return settings;
    }

    static Map<String, String> environment(BenchServers.Addresses servers, Path state) {
        Map<String, String> environment = new LinkedHashMap<>();
        settings(servers, state).forEach((key, value) -> environment.put(variable(key), value));
        return environment;
    }

    private static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    @Override
    public void run() throws IOException {
        deleteState(Path.of(System.getenv(variable("tourbus.state.folder"))));
        var code = TourbusCommand.commandLine("run").execute("run", "daily");
        if (code != 0) {
            throw new IllegalStateException("tourbus run daily fails with exit code " + code);
        }
    }

    private static void deleteState(Path state) throws IOException {
        if (Files.isDirectory(state)) {
            try (var files = Files.list(state)) {
                for (var file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
