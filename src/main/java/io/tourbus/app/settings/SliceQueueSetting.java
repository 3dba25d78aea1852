package io.tourbus.app.settings;

import io.tourbus.settings.Settings;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.support.EndpointHelper;

/** Checks {@code tourbus.run.slice-queue}, the URI of the queue in which slices are announced. */
public final class SliceQueueSetting {

    private static final String KEY = "tourbus.run.slice-queue";

    /** Reads as the address of a Camel endpoint. */
    private static final Pattern URI = Pattern.compile("[a-z][a-z0-9+.-]*:\\S+");

    private SliceQueueSetting() {}

    static boolean isSet(Settings settings) {
        return settings.text(KEY).isPresent();
    }

    /** @param shareSlices {@code tourbus.run.share-slices} */
    static void check(Settings settings, boolean shareSlices) {
        if (isSet(settings) && !shareSlices) {
            settings.problem(
                    KEY,
                    "has no effect, because slices are not shared",
                    "Set tourbus.run.share-slices to true, or remove the queue.");
        }
        settings.text(KEY)
                .filter(uri -> !URI.matcher(uri).matches())
                .ifPresent(uri -> settings.problem(
                        KEY,
                        "is not the URI of a Camel endpoint",
                        "Use a URI such as aws2-sqs:tourbus-slices?region=eu-west-1."));
    }

    /** Checks that the routes can send to the queue and receive from it. Does not connect to it. */
    public static void checkEndpoint(Settings settings, CamelContext context) {
        var uri = context.resolvePropertyPlaceholders(settings.text(KEY).orElseThrow());
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
                        KEY,
                        "names an endpoint of '%s', which cannot %s messages"
                                .formatted(scheme, description.producerOnly() ? "receive" : "send"),
                        "Use a component that sends and receives, such as aws2-sqs.");
            }
        } catch (NoSuchEndpointException | ResolveEndpointFailedException | PropertyBindingException e) {
            settings.problem(KEY, "is not valid", StartException.describe(e));
        } catch (Exception e) {
            // The message can contain a value of the URI, which may be a secret.
            settings.problem(
                    KEY, "is not valid", "'%s' does not accept the value of an option. Correct it.".formatted(scheme));
        }
    }
}
