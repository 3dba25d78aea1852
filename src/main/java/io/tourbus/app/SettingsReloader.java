package io.tourbus.app;

import io.tourbus.admin.jmx.SourceControl;
import io.tourbus.aws.AwsClients;
import io.tourbus.reload.ReloadService.AppliedSettings;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.schedule.ScheduleUpdater;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.PropertiesFile;
import io.tourbus.settings.Setting;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.settings.SettingsTable;
import io.tourbus.sink.Sinks;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.AbstractLocationPropertiesSource;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.model.BeanModelHelper;
import org.apache.camel.model.Model;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;

/**
 * Applies edits of {@code application.properties} while Tourbus serves. The file is read and checked as at start, and applied as
 * a whole or not at all. Code that reads the current settings whenever it needs them sees the edit without further steps.
 */
final class SettingsReloader {

    private final CamelContext camel;
    private final Modules modules;
    private final SettingsOverrides overrides;
    private final AtomicReference<AllSettings> current;
    private final Map<String, SourceControl> controls;
    private final ScheduleUpdater schedules;
    private PropertiesFile file = SettingsFile.readHomeFile().orElseThrow();

    /**
     * @param overrides settings that win over the file
     * @param current the current settings
     */
    SettingsReloader(
            CamelContext camel,
            Modules modules,
            SettingsOverrides overrides,
            AtomicReference<AllSettings> current,
            Map<String, SourceControl> controls,
            Clock clock) {
        this.camel = camel;
        this.modules = modules;
        this.overrides = overrides;
        this.current = current;
        this.controls = controls;
        this.schedules = new ScheduleUpdater(camel, clock);
    }

    /**
     * Applies the file as it is now.
     *
     * @throws ConfigurationException if it has problems; the current settings then stay in effect
     */
    AppliedSettings reload() {
        var edited = SettingsFile.readHomeFile().orElseThrow();
        var changed = edited.changedFrom(file);
        var next = SettingsFile.read(overrides, settings -> {
            var all = AllSettings.read(settings, modules.sources(), false);
            Sinks.read(modules.sinks(), settings);
            AwsClients.read(settings).close();
            settings.check();
            return all;
        });
        reschedule(next.schedules());
        file = edited;
        current.set(next);
        if (changed.isEmpty()) {
            return new AppliedSettings(Set.of(), "");
        }
        var overridden = changed.stream()
                .flatMap(key -> overrides.origin(key).map(origin -> key + " by " + origin).stream())
                .toList();
        changed.removeIf(key -> overrides.origin(key).isPresent());
        updateProperties(changed);
        controls.forEach((source, control) -> adjust("tourbus.%s.".formatted(source), control, changed));
        if (changed.stream().anyMatch(key -> key.startsWith("tourbus.retry."))) {
            renewRetries();
        }
        var summary = summary(changed) + " overridden=" + overridden;
        changed.removeIf(key -> !SettingsTable.isOwn(key));
        return new AppliedSettings(changed, summary);
    }

    private static String summary(SortedSet<String> changed) {
        return Arrays.stream(Setting.Reload.values())
                .map(reload -> "%s=%s"
                        .formatted(
                                reload.name().toLowerCase(Locale.ROOT),
                                changed.stream()
                                        .filter(key -> SettingsTable.reload(key) == reload)
                                        .toList()))
                .collect(Collectors.joining(" "));
    }

    private void reschedule(ScheduleSettings next) {
        try {
            schedules.update(current.get().schedules(), next);
        } catch (Exception e) {
            throw new ConfigurationException(
                    List.of("The schedules cannot be changed: " + StartException.messageOf(e)));
        }
    }

    /** Placeholders resolve to the new values from now on. */
    private void updateProperties(SortedSet<String> changed) {
        var properties = (PropertiesComponent) camel.getPropertiesComponent();
        for (var source : properties.getPropertiesSources()) {
            if (source instanceof AbstractLocationPropertiesSource known) {
                changed.stream()
                        .filter(file.values()::containsKey)
                        .forEach(key -> known.setProperty(key, file.values().getProperty(key)));
                changed.stream()
                        .filter(key ->
                                SettingsTable.isOwn(key) && !file.values().containsKey(key))
                        .forEach(known.loadProperties()::remove);
            }
        }
        RunModule.publishSchedules(camel, current.get().schedules());
    }

    /** Applies the limits of a source that have changed. Others keep what was set over JMX. */
    private void adjust(String prefix, SourceControl source, Set<String> changed) {
        ifChanged(changed, prefix + "requests-per-minute", "millis-per-request:", source::setMillisPerRequest);
        ifChanged(changed, prefix + "millis-per-request", "", source::setMillisPerRequest);
        ifChanged(changed, prefix + "requests-per-day", "", requests -> source.setRequestsPerDay((int) requests));
        ifChanged(changed, prefix + "slices-at-once", "", slices -> source.setSlicesAtOnce((int) slices));
    }

    private void ifChanged(Set<String> changed, String key, String function, LongConsumer setter) {
        if (changed.contains(key)) {
            var value = camel.resolvePropertyPlaceholders("{{%s%s}}".formatted(function, key));
            setter.accept(Long.parseLong(value.strip()));
        }
    }

    /** Camel looks up the policy for each call that fails. Calls that are being retried keep the old one. */
    private void renewRetries() {
        var model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        for (var bean : model.getCustomBeans()) {
            if (camel.getRegistry().lookupByName(bean.getName()) instanceof RedeliveryPolicy) {
                try {
                    camel.getRegistry().bind(bean.getName(), BeanModelHelper.newInstance(bean, camel));
                } catch (Exception e) {
                    throw new IllegalStateException("a bean that was created at start can be created again", e);
                }
            }
        }
    }
}
