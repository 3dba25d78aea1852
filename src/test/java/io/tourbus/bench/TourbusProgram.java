package io.tourbus.bench;

import io.tourbus.cli.TourbusCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code tourbus run daily}, with its own routes and an empty state. */
final class TourbusProgram implements Program {

    private static final String STATE = "TOURBUS_STATE_FOLDER";

    /** The settings that open the throttles and ask for all that the stage has. Nothing else differs from how Tourbus ships. */
    static Map<String, String> environment(Stage.Addresses stage, Path state) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("API_TICKETMASTER_API_KEY", "bench");
        environment.put("API_TICKETMASTER_BASE_URL", stage.api());
        environment.put("TOURBUS_TICKETMASTER_COUNTRIES", "US");
        environment.put("TOURBUS_TICKETMASTER_STATES", " ");
        environment.put("TOURBUS_TICKETMASTER_CITIES", " ");
        environment.put("TOURBUS_TICKETMASTER_MILLIS_PER_REQUEST", "1");
        environment.put("TOURBUS_TICKETMASTER_REQUESTS_PER_DAY", "0");
        environment.put("TOURBUS_RUN_HORIZON_DAYS", "400");
        environment.put("TOURBUS_STREAM_CBOR", "true");
        environment.put(STATE, state.toString());
        return environment;
    }

    @Override
    public void run() throws IOException {
        forget(Path.of(System.getenv(STATE)));
        var code = TourbusCommand.commandLine().execute("run", "daily");
        if (code != 0) {
            throw new IllegalStateException("tourbus run daily ends with " + code);
        }
    }

    private static void forget(Path state) throws IOException {
        if (Files.isDirectory(state)) {
            try (var files = Files.list(state)) {
                for (var file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
