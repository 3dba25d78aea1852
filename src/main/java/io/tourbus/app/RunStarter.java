package io.tourbus.app;

import io.tourbus.admin.AdminApi;
import io.tourbus.app.settings.AllSettings;
import io.tourbus.app.settings.CurrentSettings;
import io.tourbus.app.settings.SettingsFile;
import io.tourbus.operations.InvalidOptionException;
import io.tourbus.operations.RunRequest;
import io.tourbus.run.Run;
import io.tourbus.run.RunEndedException;
import io.tourbus.run.RunManager;
import io.tourbus.settings.Setting;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.settings.SettingsTable;
import io.tourbus.state.RunOrigin;
import java.util.LinkedHashMap;
import java.util.Map;

/** Starts runs with options while Tourbus serves. The options apply to that run only. */
record RunStarter(Modules modules, SettingsOverrides overrides, CurrentSettings settings, RunManager runs)
        implements AdminApi.Starter {

    /** Settings that have no effect on a run that a command starts. */
    private static final String WITHOUT_EFFECT =
            "camel\\..*|tourbus\\.(state|server|management|reload|jobs)\\.(?!.*share-percent$).*";

    @Override
    public Run start(RunRequest request, boolean resume, String initiator) {
        var job = request.job();
        try {
            return settings.with(settingsOf(request, initiator), () -> resume ? runs.resume(job) : runs.open(job));
        } catch (RunEndedException e) {
            throw new InvalidOptionException(e.getMessage());
        }
    }

    private AllSettings settingsOf(RunRequest request, String initiator) {
        Map<String, String> set = new LinkedHashMap<>(SettingsTable.settingsOfRun(request.options()));
        set.putAll(SettingsFile.read(overrides, now -> {
            Map<String, String> changed = new LinkedHashMap<>(request.settings());
            changed.entrySet()
                    .removeIf(one -> now.text(one.getKey())
                            .orElse("")
                            .equals(one.getValue().strip()));
            return changed;
        }));
        request.settings().keySet().stream()
                .filter(key -> !key.matches(WITHOUT_EFFECT) && set.containsKey(key))
                .forEach(RunStarter::requireOfRun);
        if (set.isEmpty()) {
            return settings.get().startedBy(RunOrigin.of(initiator, ""));
        }
        var all = overrides.with(set, SettingsTable::field);
        return SettingsFile.read(all, read -> {
                    var ofRun = AllSettings.read(read, modules.sources(), false);
                    read.check();
                    return ofRun;
                })
                .startedBy(RunOrigin.of(initiator, all.options()));
    }

    /** Everything else applies to the whole process. */
    private static void requireOfRun(String key) {
        if (SettingsTable.reload(key) != Setting.Reload.NEXT_RUN) {
            throw new InvalidOptionException(
                    "--set %s cannot change while `tourbus serve` uses the state. Set it in application.properties, or stop `tourbus serve`."
                            .formatted(key));
        }
    }
}
