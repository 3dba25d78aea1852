package io.tourbus.app;

import io.tourbus.settings.SettingsOverrides;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** Camel with nothing but the route that takes records of the stream. Needs neither sources nor lake nor state. */
public final class RecordContext implements AutoCloseable {

    private final Main main;

    /** @param overlay what is set beside the file of the home folder */
    public RecordContext(SettingsOverrides overlay) {
        main = TourbusContext.main(overlay, List.of("stream-records"));
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    }

    /** @throws StartException when a route does not start */
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
     * Hands a record to the route.
     *
     * @param json its line
     * @throws IllegalStateException when the route fails; the message says why, on one line
     */
    public void take(String json, Map<String, Object> headers) {
        try (var camel = main.getCamelContext().createProducerTemplate()) {
            camel.sendBodyAndHeaders("direct:take-record", json, headers);
        } catch (CamelExecutionException e) {
            throw new IllegalStateException(StartException.messageOf(e), e);
        } catch (IOException e) {
            throw new IllegalStateException("a producer template closes", e);
        }
    }

    @Override
    public void close() {
        main.stop();
    }
}
