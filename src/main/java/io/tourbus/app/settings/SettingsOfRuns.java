package io.tourbus.app.settings;

import io.tourbus.run.RunSettings;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.settings.SettingsTable;
import io.tourbus.source.Source;
import io.tourbus.state.RunOrigin;
import io.tourbus.state.RunRepository.KnownRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The current settings of runs, and those that a run with options was started with. */
public record SettingsOfRuns(List<Source> sources, SettingsOverrides overrides, CurrentSettings current)
        implements RunSettings.Source {

    @Override
    public RunSettings get() {
        return current.get().run();
    }

    @Override
    public <T> T with(KnownRun run, Supplier<T> work) {
        return run.origin()
                .filter(origin ->
                        get().origin().options().isBlank() && !origin.options().isBlank())
                .flatMap(this::read)
                .map(settings -> current.with(settings, work))
                .orElseGet(work);
    }

    /** Empty if the settings of the run are not valid any more. */
    private Optional<AllSettings> read(RunOrigin origin) {
        try {
            var ofRun = overrides.with(changed(origin), SettingsTable::field);
            return Optional.of(SettingsFile.read(ofRun, settings -> {
                        var all = AllSettings.read(settings, sources, false);
                        settings.check();
                        return all;
                    })
                    .startedBy(origin));
        } catch (ConfigurationException e) {
            return Optional.empty();
        }
    }

    private Map<String, String> changed(RunOrigin origin) {
        return SettingsFile.read(overrides, now -> {
            Map<String, String> changed = new LinkedHashMap<>();
            origin.settings().lines().map(line -> line.split("=", 2)).forEach(setting -> {
                if (setting.length == 2 && !now.text(setting[0]).orElse("").equals(setting[1])) {
                    changed.put(setting[0], setting[1].isEmpty() ? " " : setting[1]);
                }
            });
            Optional.ofNullable(changed.get("tourbus.run.limit"))
                    .ifPresent(limit -> changed.putAll(SettingsTable.settingsOfRun(Map.of("limit", limit))));
            return changed;
        });
    }
}
