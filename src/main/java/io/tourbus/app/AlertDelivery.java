package io.tourbus.app;

import io.tourbus.alerts.AlertOutbox;
import io.tourbus.alerts.AlertSender;
import io.tourbus.alerts.AlertSettings;
import io.tourbus.alerts.SnsComponent;
import io.tourbus.app.settings.SettingsFile;
import io.tourbus.app.settings.StartException;
import io.tourbus.aws.AwsClients;
import io.tourbus.operations.RouteCaller;
import io.tourbus.settings.SettingFunction;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.source.slice.RetryOnce;
import java.util.List;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import software.amazon.awssdk.services.sns.SnsClient;

/** Sends the alerts of an outbox with the routes for alerts only, for processes that start no runs. */
final class AlertDelivery extends MainListenerSupport {

    private final SettingsOverrides overrides;
    private final AlertSettings settings;
    private final AlertOutbox outbox;
    private final AlertSender sender;
    private AwsClients aws;

    private AlertDelivery(SettingsOverrides overrides, AlertSettings settings, AlertOutbox outbox) {
        this.overrides = overrides;
        this.settings = settings;
        this.outbox = outbox;
        this.sender = new AlertSender(settings);
    }

    /** Sends what is due. What the endpoint does not accept stays in the outbox. */
    static void send(SettingsOverrides overrides, AlertSettings settings, AlertOutbox outbox) {
        new AlertDelivery(overrides, settings, outbox).send();
    }

    private void send() {
        var main = TourbusContext.newMain(overrides, List.of("failures", "alert-delivery"));
        main.configure().withJmxEnabled(false);
        main.addMainListener(this);
        try {
            main.start();
            new RouteCaller(main.getCamelContext())
                    .request(route -> route.to("direct:dispatch-alerts").request(Object.class));
        } catch (Exception e) {
            throw StartException.from(e);
        } finally {
            main.stop();
            sender.close();
            if (aws != null) {
                aws.close();
            }
        }
    }

    @Override
    public void beforeConfigure(BaseMainSupport main) {
        var context = main.getCamelContext();
        SettingFunction.all(context).forEach(context.getPropertiesComponent()::addPropertiesFunction);
        var registry = context.getRegistry();
        registry.bind("alertOutbox", outbox);
        registry.bind("alertFormat", settings.format());
        registry.bind("alertSender", sender);
        registry.bind("retryOnceCondition", new RetryOnce());
    }

    @Override
    public void afterConfigure(BaseMainSupport main) {
        var context = main.getCamelContext();
        var all = SettingsFile.load(context, overrides);
        if (settings.to().startsWith("sns:")) {
            aws = AwsClients.read(all);
            context.addComponent(
                    "sns", new SnsComponent(region -> aws.client(SnsClient.builder(), aws.timeouts(), region)));
        }
        sender.open(context, all);
        all.check();
    }
}
