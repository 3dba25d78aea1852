package io.tourbus.bench;

import io.tourbus.cli.TourbusCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Runs {@code tourbus run} with the routes of Tourbus, usually with an empty state. Older versions run with the same class. */
record TourbusCrawler(BenchServers.Addresses servers) implements Crawler {

    /** The environment variable with which runs continue with the state of earlier runs. */
    static final String KEEP_STATE = "BENCH_KEEP_STATE";

    static final String STATE_FOLDER = variable("tourbus.state.folder");

    /** Returns the settings that disable rate limits and select all data of the servers. All others have their defaults. */
    static Map<String, String> settings(BenchServers.Addresses servers, Path state) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("tourbus.stream.cbor", "true");
        settings.put("tourbus.state.folder", state.toString());
        settings.putAll(servers.onlyArtists() ? spotify(servers) : ticketmaster(servers));
        return settings;
    }

    /** The page size is fixed, because finding out the largest one takes further requests. */
    private static Map<String, String> spotify(BenchServers.Addresses servers) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("tourbus.spotify.client-id", "bench");
        settings.put("tourbus.spotify.client-secret", "bench");
        settings.put("tourbus.spotify.base-url", servers.api() + "/v1");
        settings.put("tourbus.spotify.token-url", servers.api() + "/api/token");
        settings.put("tourbus.spotify.search-terms", String.join(",", servers.terms()));
        settings.put("tourbus.spotify.page-size", "50");
        settings.put("tourbus.spotify.requests-per-minute", "60000");
        settings.put("tourbus.spotify.max-slices-at-once", String.valueOf(ConcurrentQueries.AT_ONCE));
        settings.put("tourbus.spotify.top-tracks", "false");
        settings.put("tourbus.spotify.related-artists", "false");
        return settings;
    }

    private static Map<String, String> ticketmaster(BenchServers.Addresses servers) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("tourbus.ticketmaster.api-key", "bench");
        settings.put("tourbus.ticketmaster.base-url", servers.discoveryUrl());
        settings.put("tourbus.ticketmaster.countries", "US");
        settings.put("tourbus.ticketmaster.states", " ");
        settings.put("tourbus.ticketmaster.cities", " ");
        settings.put("tourbus.ticketmaster.millis-per-request", "1");
        settings.put("tourbus.ticketmaster.requests-per-day", "0");
        settings.put("tourbus.ticketmaster.max-slices-at-once", String.valueOf(ConcurrentQueries.AT_ONCE));
        settings.put("tourbus.run.horizon-days", "400");
        settings.put("tourbus.run.allow-empty", "true");
        return settings;
    }

    static Map<String, String> environment(BenchServers.Addresses servers, Path state) {
        Map<String, String> environment = new LinkedHashMap<>();
        settings(servers, state).forEach((key, value) -> environment.put(variable(key), value));
        return environment;
    }

    static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    @Override
    public void run() throws IOException {
        if (System.getenv(KEEP_STATE) == null) {
            deleteState(Path.of(System.getenv(STATE_FOLDER)));
        }
        var job = servers.onlyArtists() ? "artist-refresh" : "daily";
        var code = TourbusCommand.commandLine("run").execute("run", job);
        if (code != 0) {
            throw new IllegalStateException("tourbus run %s fails with exit code %d".formatted(job, code));
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
