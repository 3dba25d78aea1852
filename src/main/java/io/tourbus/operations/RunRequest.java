package io.tourbus.operations;

import java.util.Map;

/**
 * A run to start.
 *
 * @param job the label
 * @param options values by {@linkplain io.tourbus.settings.SettingsTable#runOptions() name}
 * @param settings values by key, which only a user of this machine can choose
 */
public record RunRequest(String job, Map<String, String> options, Map<String, String> settings) {

    public RunRequest {
        options = Map.copyOf(options);
        settings = Map.copyOf(settings);
    }
}
