package io.tourbus.bench;

import io.tourbus.cli.TourbusCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** {@code tourbus run daily}, with its own routes and an empty state. */
final class TourbusProgram implements Program {

    /** What opens the throttles and asks for all that the stage has. Nothing else differs from how Tourbus ships. */
    static Map<String, String> settings(Stage.Addresses stage, Path state) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("tourbus.ticketmaster.api-key", "bench");
        settings.put("tourbus.ticketmaster.base-url", stage.api());
        settings.put("tourbus.ticketmaster.countries", "US");
        settings.put("tourbus.ticketmaster.states", " ");
        settings.put("tourbus.ticketmaster.cities", " ");
        settings.put("tourbus.ticketmaster.millis-per-request", "1");
        settings.put("tourbus.ticketmaster.requests-per-day", "0");
        settings.put("tourbus.run.horizon-days", "400");
        settings.put("tourbus.stream.cbor", "true");
        settings.put("tourbus.state.folder", state.toString());
        return settings;
    }

    static Map<String, String> environment(Stage.Addresses stage, Path state) {
        Map<String, String> environment = new LinkedHashMap<>();
        settings(stage, state).forEach((key, value) -> environment.put(variable(key), value));
        return environment;
    }

    private static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    @Override
    public void run() throws IOException {
        forget(Path.of(System.getenv(variable("tourbus.state.folder"))));
        var code = TourbusCommand.commandLine("run").execute("run", "daily");
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
