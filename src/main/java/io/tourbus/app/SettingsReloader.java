package io.tourbus.app;

import io.tourbus.admin.jmx.SourceControl;
import io.tourbus.app.settings.AllSettings;
import io.tourbus.app.settings.SettingsFile;
import io.tourbus.app.settings.StartException;
import io.tourbus.aws.AwsClients;
import io.tourbus.reload.SettingsEdit;
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
import java.util.TreeSet;
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
 * Reads edits of {@code application.properties} while Tourbus serves. The file is read and checked as at start, and applied as
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
     * Reads the file as it is now.
     *
     * @throws ConfigurationException if it has problems
     */
    SettingsEdit read() {
        var edited = SettingsFile.readHomeFile().orElseThrow();
        var next = SettingsFile.read(overrides, settings -> {
            var all = AllSettings.read(settings, modules.sources(), false);
            Sinks.read(modules.sinks(), settings);
            AwsClients.read(settings).close();
            settings.check();
            return all;
        });
        return new Edit(new Version(file, current.get()), new Version(edited, next));
    }

    private record Version(PropertiesFile file, AllSettings settings) {}

    private final class Edit implements SettingsEdit {

        private final Version before;
        private final Version after;
        private final SortedSet<String> changed;
        private final List<String> overridden;
        private boolean applied;

        Edit(Version before, Version after) {
            this.before = before;
            this.after = after;
            changed = after.file().changedFrom(before.file());
            overridden = changed.stream()
                    .flatMap(key -> overrides.origin(key).map(origin -> key + " by " + origin).stream())
                    .toList();
            changed.removeIf(key -> overrides.origin(key).isPresent());
        }

        @Override
        public Set<String> properties() {
            return changed.stream().filter(SettingsTable::isOwn).collect(Collectors.toCollection(TreeSet::new));
        }

        @Override
        public int line(String property) {
            return after.file().line(property).orElse(0);
        }

        @Override
        public void publish() {
            publish(after);
        }

        private void publish(Version version) {
            updateProperties(version.file(), changed);
            RunModule.publishSchedules(camel, version.settings().schedules());
        }

        @Override
        public void apply() {
            apply(before, after);
            applied = true;
        }

        private void apply(Version from, Version to) {
            reschedule(from.settings().schedules(), to.settings().schedules());
            file = to.file();
            current.set(to.settings());
            controls.forEach((source, control) -> adjust("tourbus.%s.".formatted(source), control, changed));
            if (changed.stream().anyMatch(key -> key.startsWith("tourbus.retry."))) {
                renewRetries();
            }
        }

        @Override
        public void revert() {
            publish(before);
            if (applied) {
                apply(after, before);
            }
        }

        @Override
        public String summary() {
            return changed.isEmpty() && overridden.isEmpty()
                    ? ""
                    : SettingsReloader.summary(changed) + " overridden=" + overridden;
        }
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

    private void reschedule(ScheduleSettings before, ScheduleSettings after) {
        try {
            schedules.update(before, after);
        } catch (Exception e) {
            throw new ConfigurationException(
                    List.of("The schedules cannot be changed: " + StartException.messageOf(e)));
        }
    }

    private void updateProperties(PropertiesFile values, SortedSet<String> changed) {
        var properties = (PropertiesComponent) camel.getPropertiesComponent();
        var declared = SettingsTable.declaredDefaults().stringPropertyNames();
        for (var source : properties.getPropertiesSources()) {
            if (source instanceof AbstractLocationPropertiesSource known) {
                for (var key : changed) {
                    if (values.values().containsKey(key)) {
                        known.setProperty(key, values.values().getProperty(key));
                    } else if (SettingsTable.isOwn(key) || declared.contains(key)) {
                        known.loadProperties().remove(key);
                    }
                }
            }
        }
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
