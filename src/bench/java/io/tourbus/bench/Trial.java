package io.tourbus.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that runs a contender, and measures itself: a first round cold, from the start of the process on, and others warm.
 *
 * @param rounds what each used, and what the stage got of it
 * @param residentBytes the most memory that the process had, of any kind; 0 where the system does not tell
 */
record Trial(String contender, List<Round> rounds, long residentBytes) {

    /** @param events how many there were to be read */
    record Round(int events, Meter.Reading used, Stage.Counts stage) {

        /** How many records were delivered to the lake. */
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
    }

    /** The variable of the environment that tells where the stage is. */
    static final String STAGE = "BENCH_STAGE";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Trial read(Path file) throws IOException {
        return MAPPER.readValue(file.toFile(), Trial.class);
    }

    static String line(Stage.Addresses stage) throws IOException {
        return MAPPER.writeValueAsString(stage);
    }

    static Stage.Addresses addresses(String line) throws IOException {
        return MAPPER.readValue(line, Stage.Addresses.class);
    }

    /** Takes the letter of a contender, how many events there are in each round, and the file for what was measured. */
    public static void main(String[] arguments) throws Exception {
        var meter = new Meter();
        var stage = addresses(System.getenv(STAGE));
        var client = new StageClient(stage);
        var program = Contender.of(arguments[0]).program(stage);
        List<Round> rounds = new ArrayList<>();
        for (var events : arguments[1].split(",")) {
            client.show(Integer.parseInt(events));
            if (!rounds.isEmpty()) {
                meter.lap();
            }
            program.run();
            rounds.add(new Round(Integer.parseInt(events), meter.lap(), client.counts()));
        }
        MAPPER.writeValue(Path.of(arguments[2]).toFile(), new Trial(arguments[0], rounds, Meter.residentBytes()));
        System.exit(0);
    }

    Round cold() {
        return rounds.get(0);
    }

    /** The last round, of a program that has run before. */
    Round warm() {
        return rounds.get(rounds.size() - 1);
    }
}
