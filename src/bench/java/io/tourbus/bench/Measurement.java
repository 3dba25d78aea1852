package io.tourbus.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The measurement of a candidate in a separate process. The first round is cold and includes the start of the process; the others
 * are warm.
 *
 * @param contender the label of the candidate
 */
record Measurement(String contender, List<Round> rounds) {

    /**
     * One run.
     *
     * @param entities the number of events or artists to read
     * @param used the resources that the process used
     * @param stage what the servers received
     * @param residentBytes maximum resident memory of the process so far; 0 if the system does not report it
     * @param stateBytes the size of the state afterwards
     */
    record Round(int entities, Meter.Reading used, BenchServers.Counts stage, long residentBytes, long stateBytes) {

        /** Returns the number of records in the lake. */
        long records() {
            return stage.lake().normalized().records();
        }

        double perSecond() {
            return records() / used.seconds();
        }

        double perRecord(double amount) {
            return amount / records();
        }

        double cpuPerHundredThousand() {
            return 1e5 * perRecord(used.cpuSeconds());
        }

        double cpuPerHundredThousandEntities() {
            return 1e5 * used.cpuSeconds() / entities;
        }
    }

    /** The environment variable with the addresses of the servers. */
    static final String STAGE = "BENCH_STAGE";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Measurement read(Path file) throws IOException {
        return MAPPER.readValue(file.toFile(), Measurement.class);
    }

    static String line(BenchServers.Addresses servers) throws IOException {
        return MAPPER.writeValueAsString(servers);
    }

    static BenchServers.Addresses addresses(String line) throws IOException {
        return MAPPER.readValue(line, BenchServers.Addresses.class);
    }

    /** Measures a candidate. @param arguments its label, the number of entities of each round, and the file for the result */
    public static void main(String[] arguments) throws Exception {
        var meter = new Meter();
        var servers = addresses(System.getenv(STAGE));
        var client = new ControlClient(servers);
        var crawler = Candidate.of(arguments[0]).crawler(servers);
        List<Round> rounds = new ArrayList<>();
        for (var entities : arguments[1].split(",")) {
            client.show(Integer.parseInt(entities));
            if (!rounds.isEmpty()) {
                meter.lap();
            }
            crawler.run();
            rounds.add(new Round(
                    Integer.parseInt(entities),
                    meter.lap(),
                    client.counts(),
                    Meter.residentBytes(),
                    size(System.getenv(TourbusCrawler.STATE_FOLDER))));
        }
        MAPPER.writeValue(Path.of(arguments[2]).toFile(), new Measurement(arguments[0], rounds));
        System.exit(0);
    }

    private static long size(String folder) throws IOException {
        if (!Files.isDirectory(Path.of(folder))) {
            return 0;
        }
        long bytes = 0;
        try (var files = Files.list(Path.of(folder))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    Round cold() {
        return rounds.get(0);
    }

    /** Returns the last round. */
    Round warm() {
        return rounds.get(rounds.size() - 1);
    }
}
