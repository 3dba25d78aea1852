package io.tourbus.app;

import io.tourbus.app.settings.StartException;
import io.tourbus.operations.RouteCaller;
import io.tourbus.settings.SettingsOverrides;
import java.util.List;
import java.util.Map;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** Camel Main with only the route for consumed stream records. It needs no sources, no lake and no state. */
public final class RecordContext implements AutoCloseable {

    private final Main main;

    /**
     * @param overrides settings that win over the file of the home folder
     * @param beans what the route can use, by name
     */
    public RecordContext(SettingsOverrides overrides, Map<String, Object> beans) {
        main = TourbusContext.newMain(overrides, List.of("stream-records"));
        beans.forEach(main::bind);
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    }

    /** @throws StartException if a route does not start */
    public RecordContext start() {
        try {
            main.start();
            return this;
        } catch (Exception e) {
            close();
            throw StartException.from(e);
        }
    }

    /**
     * Sends a record to the route.
     *
     * @param json the record as one line of JSON
     * @throws IllegalStateException if the route fails; the message is one line
     */
    public void take(String json, Map<String, Object> headers) {
        var exchange = new RouteCaller(main.getCamelContext())
                .request(route -> route.to("direct:take-record")
                        .withBody(json)
                        .withHeaders(headers)
                        .send());
        var failure = exchange.getException();
        if (failure != null) {
            throw new IllegalStateException(StartException.messageOf(failure), failure);
        }
    }

    @Override
    public void close() {
        main.stop();
    }
}
