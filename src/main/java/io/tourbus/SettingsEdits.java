package io.tourbus;

import io.tourbus.reload.Taken;
import io.tourbus.run.ScheduleSettings;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.Overlay;
import io.tourbus.settings.PropertiesFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.AbstractLocationPropertiesSource;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.model.BeanModelHelper;
import org.apache.camel.model.Model;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;

/**
 * What becomes of an edit of the file of settings while Tourbus serves: all of it is read and checked as at the start, then
 * taken as a whole. What reads the present settings when it needs them, such as the start of a run, needs nothing more.
 */
final class SettingsEdits {

    private final CamelContext camel;
    private final Path home;
    private final Overlay overlay;
    private final AtomicReference<AllSettings> present;
    private final Map<String, SourceControl> controls;
    private final Rescheduling rescheduling;
    private PropertiesFile file = SettingsFile.here().orElseThrow();

    /**
     * @param overlay what wins over the file
     * @param present the settings in force
     */
    SettingsEdits(
            CamelContext camel,
            Path home,
            Overlay overlay,
            AtomicReference<AllSettings> present,
            Map<String, SourceControl> controls,
            Clock clock) {
        this.camel = camel;
        this.home = home;
        this.overlay = overlay;
        this.present = present;
        this.controls = controls;
        this.rescheduling = new Rescheduling(camel, clock);
    }

    /**
     * Takes what the file says now.
     *
     * @throws ConfigurationException when something in it is wrong: nothing of it is taken then
     */
    Taken take() {
        var edited = SettingsFile.here().orElseThrow();
        var changed = edited.changedFrom(file);
        var wanted = SettingsFile.read(overlay, settings -> {
            var all = AllSettings.read(settings, home, false);
            AwsBeans.read(settings).close();
            settings.check();
            return all;
        });
        reschedule(wanted.schedules());
        file = edited;
        present.set(wanted);
        if (changed.isEmpty()) {
            return new Taken(Set.of(), "");
        }
        var overridden = changed.stream()
                .flatMap(key -> overlay.origin(key).map(origin -> key + " by " + origin).stream())
                .toList();
        changed.removeIf(key -> overlay.origin(key).isPresent());
        tellCamel(changed);
        var steps = atOnce(wanted);
        changed.stream().filter(steps::containsKey).map(steps::get).distinct().forEach(Runnable::run);
        var said = said(changed) + " overridden=" + overridden;
        changed.removeIf(key -> !Effect.isOwn(key));
        return new Taken(changed, said);
    }

    private static String said(SortedSet<String> changed) {
        return Arrays.stream(Effect.values())
                .map(effect -> "%s=%s"
                        .formatted(
                                effect.name().toLowerCase(Locale.ROOT),
                                changed.stream()
                                        .filter(key -> Effect.of(key) == effect)
                                        .toList()))
                .collect(Collectors.joining(" "));
    }

    private void reschedule(ScheduleSettings wanted) {
        try {
            rescheduling.follow(present.get().schedules(), wanted);
        } catch (Exception e) {
            throw new ConfigurationException(List.of("the schedules cannot be changed: " + StartException.told(e)));
        }
    }

    /** Routes that are edited from now on see the new values. */
    private void tellCamel(SortedSet<String> changed) {
        var properties = (PropertiesComponent) camel.getPropertiesComponent();
        for (var source : properties.getPropertiesSources()) {
            if (source instanceof AbstractLocationPropertiesSource known) {
                changed.stream()
                        .filter(file.values()::containsKey)
                        .forEach(key -> known.setProperty(key, file.values().getProperty(key)));
                changed.stream()
                        .filter(key -> Effect.isOwn(key) && !file.values().containsKey(key))
                        .forEach(known.loadProperties()::remove);
            }
        }
        ScheduleBeans.tell(camel, present.get().schedules());
    }

    /** What has to be done, save schedules, for a setting to count at once. */
    private Map<String, Runnable> atOnce(AllSettings wanted) {
        var spotify = controls.get("spotify");
        var ticketmaster = controls.get("ticketmaster");
        Runnable retries = this::renewRetries;
        return Map.of(
                "tourbus.spotify.requests-per-minute",
                () -> pace(spotify, "millis-per-request:tourbus.spotify.requests-per-minute"),
                "tourbus.spotify.requests-per-day",
                () -> spotify.setRequestsPerDay(wanted.spotify().requestsPerDay()),
                "tourbus.spotify.slices-at-once",
                () -> spotify.setSlicesAtOnce(wanted.spotify().slicesAtOnce()),
                "tourbus.ticketmaster.millis-per-request",
                () -> pace(ticketmaster, "tourbus.ticketmaster.millis-per-request"),
                "tourbus.ticketmaster.requests-per-day",
                () -> ticketmaster.setRequestsPerDay(wanted.ticketmaster().requestsPerDay()),
                "tourbus.ticketmaster.slices-at-once",
                () -> ticketmaster.setSlicesAtOnce(wanted.ticketmaster().slicesAtOnce()),
                "tourbus.retry.attempts",
                retries,
                "tourbus.retry.backoff-seconds",
                retries,
                "tourbus.retry.max-wait-seconds",
                retries);
    }

    private void pace(SourceControl source, String placeholder) {
        source.setMillisPerRequest(Long.parseLong(camel.resolvePropertyPlaceholders("{{%s}}".formatted(placeholder))));
    }

    /** Camel looks a policy up by its name for each call that has failed; what is being retried ends by the old one. */
    private void renewRetries() {
        var model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        for (var bean : model.getCustomBeans()) {
            if (camel.getRegistry().lookupByName(bean.getName()) instanceof RedeliveryPolicy) {
                try {
                    camel.getRegistry().bind(bean.getName(), BeanModelHelper.newInstance(bean, camel));
                } catch (Exception e) {
                    throw new IllegalStateException("a bean that could be made at the start can be made again", e);
                }
            }
        }
    }
}
