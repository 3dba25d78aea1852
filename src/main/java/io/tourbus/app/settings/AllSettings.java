package io.tourbus.app.settings;

import io.tourbus.admin.http.ServerSettings;
import io.tourbus.alerts.AlertSettings;
import io.tourbus.metrics.EmbeddedMetrics;
import io.tourbus.run.RunSettings;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.settings.Settings;
import io.tourbus.settings.SettingsTable;
import io.tourbus.source.Source;
import io.tourbus.source.SourceSettings;
import io.tourbus.source.limit.ResponseLimits;
import io.tourbus.state.RunOrigin;
import io.tourbus.state.State;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.support.EndpointHelper;

/**
 * All settings except those of the sinks, which read their own.
 *
 * @param sources by name
 * @param responses what is accepted from sources
 * @param metrics {@code camel.metrics.enabled}
 * @param shareSlices {@code tourbus.run.share-slices}
 * @param announcesSlices whether {@code tourbus.run.slice-queue} is set
 */
public record AllSettings(
        SortedMap<String, SourceSettings> sources,
        ResponseLimits responses,
        RunSettings run,
        ScheduleSettings schedules,
        ServerSettings server,
        StateSettings state,
        AlertSettings alerts,
        EmbeddedMetrics embeddedMetrics,
        boolean metrics,
        boolean shareSlices,
        boolean announcesSlices) {

    private static final String QUEUE = "tourbus.run.slice-queue";

    /** Reads as the address of a Camel endpoint. */
    private static final Pattern URI = Pattern.compile("[a-z][a-z0-9+.-]*:\\S+");

    /**
     * Reads the settings and collects their problems. The caller calls {@link Settings#check()}.
     *
     * @param sources all sources, configured or not
     * @param starting whether the HTTP servers are about to start, so that their ports must be free
     */
    public static AllSettings read(Settings settings, List<Source> sources, boolean starting) {
        SortedMap<String, SourceSettings> bySource = new TreeMap<>();
        sources.forEach(source -> bySource.put(source.name(), source.read(settings, Home.path())));
        var all = new AllSettings(
                Collections.unmodifiableSortedMap(bySource),
                ResponseLimits.read(settings),
                RunSettings.read(settings),
                ScheduleSettings.read(settings),
                ServerSettings.read(settings, starting),
                StateSettings.read(settings),
                AlertSettings.read(settings),
                EmbeddedMetrics.read(settings, System.getenv().keySet()),
                settings.flag("camel.metrics.enabled"),
                settings.flag("tourbus.run.share-slices"),
                settings.text(QUEUE).isPresent());
        settings.validate("tourbus.lambda.margin-seconds", "tourbus.traces.");
        all.checkSources(settings, sources);
        all.checkOnly(settings);
        all.checkSharing(settings);
        return all;
    }

    /** The same settings for runs that are started in another way. */
    public AllSettings startedBy(RunOrigin origin) {
        return new AllSettings(
                sources,
                responses,
                run.startedBy(origin),
                schedules,
                server,
                state,
                alerts,
                embeddedMetrics,
                metrics,
                shareSlices,
                announcesSlices);
    }

    private void checkSources(Settings settings, List<Source> all) {
        if (sources.values().stream().noneMatch(SourceSettings::configured) && !settings.hasProblems()) {
            for (var source : all) {
                if (sources.get(source.name()).optional()) {
                    continue;
                }
                for (var variable : sources.get(source.name()).credentialVariables()) {
                    settings.problem("%s is not set. Set it to read %s.".formatted(variable, source.title()));
                }
            }
        }
    }

    private void checkSharing(Settings settings) {
        if (shareSlices && !State.isShared(state.url())) {
            settings.problem(
                    "tourbus.run.share-slices",
                    "needs a state in PostgreSQL",
                    "Set tourbus.state.url, or set tourbus.run.share-slices to false.");
        }
        if (announcesSlices && !shareSlices) {
            settings.problem(
                    QUEUE,
                    "has no effect, because slices are not shared",
                    "Set tourbus.run.share-slices to true, or remove the queue.");
        }
        settings.text(QUEUE)
                .filter(uri -> !URI.matcher(uri).matches())
                .ifPresent(uri -> settings.problem(
                        QUEUE,
                        "is not the URI of a Camel endpoint",
                        "Use a URI such as aws2-sqs:tourbus-slices?region=eu-west-1."));
    }

    /** Checks that the routes can send to the queue and receive from it. Does not connect to it. */
    public static void checkQueue(Settings settings, CamelContext context) {
        var uri = context.resolvePropertyPlaceholders(settings.text(QUEUE).orElseThrow());
        var scheme = uri.replaceFirst(":.*", "");
        try {
            var component = context.getComponent(scheme);
            if (component == null) {
                throw new NoSuchEndpointException(uri);
            }
            var description = component
                    .createEndpoint(component.useRawUri() ? uri : EndpointHelper.normalizeEndpointUri(uri))
                    .getClass()
                    .getAnnotation(UriEndpoint.class);
            if (description != null && (description.producerOnly() || description.consumerOnly())) {
                settings.problem(
                        QUEUE,
                        "names an endpoint of '%s', which cannot %s messages"
                                .formatted(scheme, description.producerOnly() ? "receive" : "send"),
                        "Use a component that sends and receives, such as aws2-sqs.");
            }
        } catch (NoSuchEndpointException | ResolveEndpointFailedException | PropertyBindingException e) {
            settings.problem(QUEUE, "is not valid", StartException.describe(e));
        } catch (Exception e) {
            // The message can contain a value of the URI, which may be a secret.
            settings.problem(
                    QUEUE,
                    "is not valid",
                    "'%s' does not accept the value of an option. Correct it.".formatted(scheme));
        }
    }

    private void checkOnly(Settings settings) {
        for (var source : run.only()) {
            if (!sources.containsKey(source)) {
                settings.problem(
                        "tourbus.run.only",
                        "is not valid: '%s'".formatted(source),
                        SettingsTable.similar(source, sources.keySet())
                                .map("Did you mean %s?"::formatted)
                                .orElse("Use one or more of %s.".formatted(String.join(", ", sources.keySet()))));
            } else if (!sources.get(source).configured()) {
                var variables = sources.get(source).credentialVariables();
                if (!variables.isEmpty()) {
                    settings.problem(
                            "tourbus.run.only",
                            "names a source that is not set up: " + source,
                            "Set %s.".formatted(String.join(" and ", variables)));
                }
            }
        }
    }
}
